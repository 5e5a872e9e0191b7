"""The contract of enrolments (PESERTA): fields, rules that reject a row, rules that warn."""
