import importlib.util
from pathlib import Path

import pytest

spec = importlib.util.spec_from_file_location("dashboard_fakes", Path(__file__).with_name("fakes.py"))
fakes_module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(fakes_module)


@pytest.fixture
def fakes():
    return fakes_module


@pytest.fixture
def portfolio():
    return fakes_module.FakePortfolio()
