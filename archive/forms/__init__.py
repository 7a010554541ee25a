"""Forms of the desk: what was typed, checked and turned into values. Nothing is saved here."""

from archive.forms.amend import AmendForm, brought_up_to_date, left_over
from archive.forms.bulk import BulkEditForm
from archive.forms.correction import CorrectionForm
from archive.forms.fields import LineField, MomentField, NamesField, moment_as_text
from archive.forms.login import LoginForm
from archive.forms.rules import RuleForm
from archive.forms.topic import TopicForm
from archive.forms.upload import MOST_FILES, BatchForm, UploadForm

__all__ = [
    "MOST_FILES",
    "AmendForm",
    "BulkEditForm",
    "BatchForm",
    "CorrectionForm",
    "LineField",
    "LoginForm",
    "MomentField",
    "NamesField",
    "RuleForm",
    "TopicForm",
    "UploadForm",
    "brought_up_to_date",
    "left_over",
    "moment_as_text",
]
