"""How a cloud's name leads to what its folder holds."""

import importlib
import pkgutil
import subprocess
import sys

import pytest
from tests.conftest import NO_CLOUDS

import pulumi_serving
from pulumi_serving.core.cloud.discovery import clouds
from pulumi_serving.core.cloud.settings import snake_case
from pulumi_serving.core.values import schema
from pulumi_serving.program.clouds import cloud


def test_every_folder_is_found():
    """Each package that is neither shared nor simulated is a cloud."""
    found = [item.name for item in pkgutil.iter_modules(pulumi_serving.__path__) if item.ispkg]
    assert sorted(clouds()) == sorted({*found} - NO_CLOUDS)


def test_listing_imports_no_cloud():
    """The names of the clouds are known before any of their folders is imported."""
    program = (
        "import sys\n"
        "from pulumi_serving.core.cloud.discovery import clouds\n"
        "assert not [name for name in clouds() if f'pulumi_serving.{name}' in sys.modules]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


TWO_THREADS = """
import importlib, sys, threading
from pulumi_serving.core.cloud.discovery import kind_of, resources

cloud, found = sys.argv[1], []
waiting = threading.Thread(target=lambda: found.append(kind_of(cloud).cloud))

class Between:
    def find_spec(self, name, path=None, target=None):
        if name == f"pulumi_serving.{cloud}.{resources(cloud)[0]}" and waiting.ident is None:
            waiting.start()  # while this thread is in the middle of the package
            waiting.join(0.5)

sys.meta_path.insert(0, Between())
importlib.import_module(f"pulumi_serving.{cloud}")
waiting.join()
assert found == [cloud], found
"""


@pytest.mark.parametrize("name", clouds())
def test_two_threads_may_need_a_cloud_at_once(name):
    """A kind that is asked for while another thread imports the cloud is there whole, and so is the cloud."""
    command = [sys.executable, "-c", TWO_THREADS, name]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", clouds())
def test_a_name_leads_to_kind_resource_and_provider(name):
    """A cloud's kind, resource and provider belong together and are what its package exports."""
    found = cloud(name)
    package = importlib.import_module(f"pulumi_serving.{name}")
    assert found.kind.cloud == name
    assert found.resource is getattr(package, found.resource.__name__)
    assert found.provider is package.Provider


@pytest.mark.parametrize("name", clouds())
def test_settings_are_the_arguments_of_the_provider(name):
    """Every config key of a cloud is a setting of its accounts, and every credential is among them."""
    found = cloud(name)
    assert set(found.settings) == {*schema.fields(found.kind.provider_args)}
    assert set(found.settings.values()) == {f"{found.namespace}:{key}" for key in found.kind.config_keys}
    assert [*found.settings] == [snake_case(key) for key in found.kind.config_keys]
    assert found.secret_settings
    assert found.secret_settings <= set(found.settings)


def test_an_unknown_name_says_which_there_are():
    """A name that no cloud has is refused with the names that there are."""
    with pytest.raises(ValueError, match=", ".join(clouds())):
        cloud("nowhere")
