"""The contract of the enrolment feed (PESERTA): fields, rules that reject a row, rules that warn."""
