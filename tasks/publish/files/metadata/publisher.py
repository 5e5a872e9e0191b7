"""Who publishes: what forms and catalogues ask of the agency, as the operator has set it."""

from dataclasses import dataclass
from typing import Self

from settings import Settings
from tasks.publish.files.metadata.forms import BY_AGENCY


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """An agency and the unit that answers for the figures; what is not set is marked as the agency's to fill in.

    No person is named: `officer` is a position.
    """

    agency: str = BY_AGENCY
    address: str = BY_AGENCY
    phone: str = BY_AGENCY
    email: str = BY_AGENCY
    directorate: str = BY_AGENCY
    unit: str = BY_AGENCY
    officer: str = BY_AGENCY

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """From the settings of the group `publisher`."""
        return cls(**{name: value or BY_AGENCY for name, value in settings.publisher.model_dump().items()})
