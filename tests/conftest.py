"""Fixtures that tests of several packages share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.conf import settings as django_settings
from django.utils import translation
from haystack import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# No test measures time: on a machine that is busy with others, any example may take long.
hypothesis_settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("quick", hypothesis_settings.get_profile("unhurried"), max_examples=50)

PROJECT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Half of the usual number of examples where the longer proofs are left out, too; all of them elsewhere."""
    hypothesis_settings.load_profile("quick" if config.option.markexpr == "not slow" else "unhurried")


def pytest_collection_finish() -> None:
    """Leave what stays for the whole run (modules, thousands of tests) out of every later garbage collection."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def default_language() -> Iterator[None]:
    """Start each test in the default language: a request for /en/ leaves English active in the test's thread."""
    with translation.override(django_settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def data(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty data folder of the test's own, so that it can look at all that was written."""
    settings.BAOKU_DATA = tmp_path / "data"
    settings.BAOKU_DATA.mkdir()
    return settings.BAOKU_DATA


@pytest.fixture
def own_index(tmp_path: Path, settings: LazySettings) -> Iterator[Path]:
    """The folder of an index that does not exist yet. Haystack's connection of this thread points to it."""
    options = {**settings.HAYSTACK_CONNECTIONS["default"], "PATH": tmp_path / "index"}
    settings.HAYSTACK_CONNECTIONS = {"default": options}
    connections.reload("default")
    yield tmp_path / "index"
    connections.thread_local.connections.clear()  # the next one is opened with the settings of then


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real pages to measure with. It lies beside the project where we work, not at a user's."""
    folder = Path(os.environ.get("BAOKU_SHARED", PROJECT.parent / "shared")) / "data"
    if not folder.is_dir():
        pytest.skip("the folder of real pages (../shared/data) is not beside this project")
    return folder


@pytest.fixture(scope="session")
def seeds(shared_data: Path) -> dict[str, Path]:
    """The seed pages by the number that their names begin with."""
    return {path.name[:3]: path for path in sorted((shared_data / "seeds").glob("*.txt"))}


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Leave the database's name as it is: each test process has a data folder of its own, where others look for it."""
