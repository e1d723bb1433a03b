"""Every spec test on Spark: their logs are judged in one go, then every test looks at the rows of its own."""

import pytest

from tests.spark.session import needs_spark
from tests.spark.specs import spec_tests
from tests.spec.conftest import judging

pytestmark = needs_spark


@pytest.mark.parametrize("test", spec_tests().values(), ids=spec_tests().keys())
def test_on_spark(test):
    test(judge=judging("spark"))
