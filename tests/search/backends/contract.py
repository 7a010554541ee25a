"""What every search backend promises. A backend's test class inherits this one and names its engine."""

from __future__ import annotations

from tests.search.backends.agreement import AgreementContract
from tests.search.backends.answers import AnswersContract
from tests.search.backends.conditions import ConditionsContract
from tests.search.backends.gate import GateContract
from tests.search.backends.words import WordsContract


class BackendContract(WordsContract, ConditionsContract, AnswersContract, GateContract, AgreementContract):
    """Inherit it and set `engine`. What a backend cannot do is overridden with a skip that gives the reason."""
