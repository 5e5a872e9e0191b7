"""What the engine raises; no message holds a value of the data."""


class PolarsEngineError(Exception):
    """Base of all errors of the engine; its messages are safe to show."""


class UnsupportedGreatExpectationsError(PolarsEngineError):
    """The installed Great Expectations is not one that the engine was checked with."""


class NotAFrameError(PolarsEngineError):
    """What was to be validated is neither a DataFrame nor a LazyFrame."""


class RowColumnError(PolarsEngineError):
    """The frame lacks the column that numbers its rows."""


class UnknownColumnError(PolarsEngineError):
    """An expectation names a column that the frame does not have."""


class UnknownConditionError(PolarsEngineError):
    """An expectation names a condition that nobody registered."""


class RejectedExpectationError(PolarsEngineError):
    """An expectation does not fit the types of the columns it is about, or its arguments make no sense."""


class UnsupportedRowConditionError(PolarsEngineError):
    """A row condition is written in a language that only another engine understands."""


class PrivateColumnError(PolarsEngineError):
    """An expectation about a private column could not be evaluated."""


class HashCollisionError(PolarsEngineError):
    """Keys could not be told apart by their hashes under any seed; in practice this does not happen."""
