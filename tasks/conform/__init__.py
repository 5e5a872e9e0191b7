"""Stage 4, conform: NIK and KPJ become keyed ids, codes and regions today's, everything else personal stays behind."""
