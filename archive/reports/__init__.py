"""Reports of readers that something is wrong with an article: taken in, settled by the desk, forgotten in time.

`file` is what the public form calls, `settle` and `dismiss` what the desk calls, `sweep` what the worker calls daily.
A report is for the desk alone: no public page reads one.
"""

from archive.reports.filing import Refusal, file
from archive.reports.forgetting import DailySweep, sweep
from archive.reports.settling import dismiss, settle

__all__ = ["DailySweep", "Refusal", "dismiss", "file", "settle", "sweep"]
