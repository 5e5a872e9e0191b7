"""Operations, compared with naive references."""
