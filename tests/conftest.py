"""What every test shares: skips that CI refuses."""

import os
from collections.abc import Generator

import pytest

REQUIRE_ALL = os.environ.get("CORNERSTONE_REQUIRE") == "all"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where everything is required, a skip is a failure that says why it would have skipped."""
    report = yield
    if REQUIRE_ALL and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and here every part is required: {report.longrepr}"
    return report
