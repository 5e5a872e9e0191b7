"""Definitions as tables of examples: each line is measured by a test and shown in docs/examples.md."""

from tests.specification.bases import BASES
from tests.specification.denominators import DENOMINATORS
from tests.specification.movement import MOVEMENT
from tests.specification.states import STATES

SPECIFICATIONS = (STATES, BASES, DENOMINATORS, MOVEMENT)
