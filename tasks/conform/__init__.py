"""Stage 4, conform: replace NIK and KPJ by keyed ids, map codes and regions to current ones, drop personal columns."""
