"""What is Huawei's own in an endpoint's life: a failed creation is replaced, and a Ray service holds secrets."""

import json

import pytest

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300)]

SECRET = "hf-s3cr3t-of-the-team"
OF_OTHERS = "hf-s3cr3t-of-others"


@pytest.fixture
def stack(stack, cloud, simulator):
    """Return an empty stack whose config points at the simulator."""
    stack.use(cloud)
    return stack
