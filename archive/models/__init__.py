"""The archive's rows: fields, constraints, querysets. No workflow; that is in ingest, review and publishing."""

from archive.models.agencies import Agency, AgencyAlias
from archive.models.agency_changes import AgencyChange
from archive.models.articles import Article, ArticleAgency, TextBlock
from archive.models.bulk_edits import BulkEdit, BulkEditLine
from archive.models.captures import Capture
from archive.models.events import Event
from archive.models.findings import Finding
from archive.models.likenesses import Fingerprint, Likeness, Sketch
from archive.models.presence import Presence
from archive.models.reports import ProblemReport
from archive.models.reviews import Review, Revision
from archive.models.rules import OutletRule
from archive.models.sessions import LoginSession
from archive.models.tallies import Tallied, Tally
from archive.models.tokens import UploadToken
from archive.models.topics import Topic, TopicArticle
from archive.models.uploads import UploadBatch, UploadItem

__all__ = [
    "Agency",
    "AgencyAlias",
    "AgencyChange",
    "Article",
    "ArticleAgency",
    "BulkEdit",
    "BulkEditLine",
    "Capture",
    "Event",
    "Finding",
    "Fingerprint",
    "Likeness",
    "LoginSession",
    "OutletRule",
    "Presence",
    "ProblemReport",
    "Review",
    "Revision",
    "Sketch",
    "Tallied",
    "Tally",
    "TextBlock",
    "Topic",
    "TopicArticle",
    "UploadBatch",
    "UploadItem",
    "UploadToken",
]
