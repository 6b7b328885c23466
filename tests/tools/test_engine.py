"""Getting an engine, with a fake `go`, a fake `pulumi` and a fake download: nothing is built, no network is reached."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(60)

TOOL = Path(__file__).parents[2] / "tools" / "engine"
GO_MOD = (TOOL / "cli" / "go.mod").read_text()
VERSION = re.findall(r"/pkg/v3 v(.+)", GO_MOD)[0]
OLDEST_GO = re.findall(r"^go (.+)", GO_MOD, re.MULTILINE)[0]
SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
NAMES = ["pulumi", "pulumi-language-python", "pulumi-language-python-exec", "pulumi-resource-pulumi-python"]

GO = """#!/bin/sh
# A Go whose builds take no time, unless $TEST/hold is there: then it says so and waits to be let go.
set -e
echo "$*" >>"$TEST/go.log"
case "$1 $2" in
  "env GOVERSION") cat "$TEST/go.version" ;;
  list*) printf 'io\\nos\\nmain\\n' ;;
  "mod download") echo '{"Dir": "'"$TEST/sdk"'"}' ;;
  build*)
    while [ "$1" != -o ]; do shift; done
    if [ -e "$TEST/broken" ]; then seq 1 30 >&2; echo "cannot compile" >&2; exit 2; fi
    if [ -e "$TEST/hold" ] && [ "$(cat "$TEST/hold")" = "$(basename "$2")" ]; then
      echo half >"$2"
      printf 'go: downloading example.com/a v1.0.0\\n# example.com/a\\n./a.c:1: warning\\nio\\nos\\n' >&2
      echo $$ >"$TEST/holding"
      read -r _ <"$TEST/release"
    fi
    printf '#!/bin/sh\\necho v%s\\n' "$(cat "$TEST/built.version")" >"$2"
    chmod +x "$2"
    ;;
esac
"""

PULUMI = "#!/bin/sh\necho v{version}\n"

DOWNLOAD = """
import os, pathlib
class PulumiCommand:
    @staticmethod
    def install(root, version, skip_version_check):
        pathlib.Path(os.environ["TEST"], "downloads").open("a").write(str(version) + chr(10))
        {body}
"""

REFUSED = 'raise OSError("name or service not known")'
WORKS = f"""
        bin = pathlib.Path(root, "bin")
        bin.mkdir(parents=True)
        for name in {NAMES}:
            (bin / name).write_text("#!/bin/sh" + chr(10) + "echo v" + str(version) + chr(10))
            (bin / name).chmod(0o755)
"""
ARRIVES = """
        import tempfile
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"x" * 3_000_000)
            file.flush()
            open(os.path.join(os.environ["TEST"], "release")).read()
"""
HANGS = 'open(os.path.join(os.environ["TEST"], "release")).read()'


class Machine:
    """A machine of its own for a test: its PATH, its home, its go and its way to the official download."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "path"
        self.more: dict[str, str] = {}
        self.cache = root / "home" / ".cache" / "pulumi-serving"
        self.engine = self.cache / f"engine-{VERSION}"
        self.path.mkdir()
        for name in ("basename", "cat", "chmod", "seq"):  # a go or a pulumi beside the real ones must not be found
            (self.path / name).symlink_to(shutil.which(name) or name)
        (root / "home").mkdir()
        (root / "go.version").write_text("go1.99.0\n")
        (root / "built.version").write_text(VERSION)
        os.mkfifo(root / "holding")
        os.mkfifo(root / "release")
        for script in ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python"):
            (root / "sdk" / script).parent.mkdir(parents=True)
            (root / "sdk" / script).write_text("#!/bin/sh\n")
        self.official_download(REFUSED)

    def program(self, name: str, text: str) -> None:
        (self.path / name).write_text(text)
        (self.path / name).chmod(0o755)

    def official_download(self, body: str) -> None:
        package = self.root / "packages" / "pulumi" / "automation"
        package.mkdir(parents=True, exist_ok=True)
        (package.parent / "__init__.py").touch()
        (package / "__init__.py").write_text(DOWNLOAD.format(body=body))

    def start(self, way: str = "", *, first: str = "") -> subprocess.Popen[str]:
        """Start the tool, after some Python if given."""
        program = f"import sys; sys.path.insert(0, {str(TOOL)!r}); import engine; {first}; sys.exit(engine.main())"
        return subprocess.Popen(
            [sys.executable, *(["-c", program] if first else [TOOL / "engine.py"])],
            env={
                "PATH": str(self.path),
                "HOME": str(self.root / "home"),
                "PYTHONPATH": str(self.root / "packages"),
                "PULUMI_SERVING_ENGINE": way,
                "TEST": str(self.root),
                **self.more,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, way: str = "") -> tuple[int, str, str]:
        return self.end(self.start(way))

    def host(self, language: str) -> tuple[int, str, str]:
        """Ask for a language host."""
        environ = {"PATH": str(self.path), "HOME": str(self.root / "home"), "TEST": str(self.root)}
        done = subprocess.run(
            [sys.executable, TOOL / "hosts.py", language], env=environ, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout.strip(), done.stderr

    @staticmethod
    def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
        said, described = process.communicate()
        return process.returncode, said.strip(), described

    @staticmethod
    def wait_for_line(process: subprocess.Popen[str], words: str) -> str:
        """Return the first line with these words; reading ends when the tool does, and all ends with the time limit."""
        assert process.stderr
        return next(line for line in process.stderr if words in line)

    def hold(self, name: str) -> None:
        """Make Go stop in the middle of building a program."""
        (self.root / "hold").write_text(name)

    def wait_until_held(self) -> int:
        return int((self.root / "holding").read_text())

    def release(self) -> None:
        (self.root / "hold").unlink()
        (self.root / "release").write_text("go on\n")

    def builds(self) -> list[str]:
        """Name the programs that Go was asked to build."""
        log = self.root / "go.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line.rsplit("/", 1)[-1] for line in lines if line.startswith("build ")]

    def left_in_cache(self) -> list[str]:
        return sorted(path.name for path in self.cache.iterdir() if path.suffix != ".lock")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.fixture
def with_go(machine: Machine) -> Machine:
    machine.program("go", GO)
    return machine


def test_a_new_enough_pulumi_on_path_is_used(with_go: Machine) -> None:
    """Prints an empty line and makes nothing if the pulumi on PATH will do."""
    for name in NAMES:
        with_go.program(name, PULUMI.format(version="3.254.0"))
    code, said, described = with_go.run()
    assert (code, said) == (0, "")
    assert described == f"engine: pulumi 3.254.0 is on PATH ({with_go.path / 'pulumi'})\n"
    assert not with_go.cache.exists()


def test_helpers_beside_a_linked_pulumi_are_found(with_go: Machine) -> None:
    """Looks for the Python host beside the real pulumi, too, if the one on PATH is a link."""
    elsewhere = with_go.root / "elsewhere"
    elsewhere.mkdir()
    for name in NAMES:
        (elsewhere / name).write_text(PULUMI.format(version="3.300.1"))
        (elsewhere / name).chmod(0o755)
    (with_go.path / "pulumi").symlink_to(elsewhere / "pulumi")
    assert with_go.run()[:2] == (0, "")


@pytest.mark.parametrize(
    ("version", "names", "reason"),
    [
        ("3.253.9", NAMES, "3.253.9, needed is 3.254.0 or newer"),
        ("nonsense", NAMES, "of unknown version, needed is 3.254.0 or newer"),
        ("3.259.0", NAMES[:1], "pulumi-language-python is neither beside it nor on PATH"),
    ],
)
def test_an_unfit_pulumi_on_path_is_passed_over(with_go: Machine, version: str, names: list[str], reason: str) -> None:
    """Says why the pulumi on PATH won't do, and makes an engine in the cache."""
    for name in names:
        with_go.program(name, PULUMI.format(version=version))
    code, said, described = with_go.run()
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert f"engine: {with_go.path / 'pulumi'} is passed over: {reason}\n" in described


def test_only_path_may_be_asked_for(with_go: Machine) -> None:
    """Makes nothing if PULUMI_SERVING_ENGINE=path and there is none on PATH."""
    code, said, described = with_go.run("path")
    assert (code, said) == (1, "")
    assert described == "engine: error: PULUMI_SERVING_ENGINE=path, but no pulumi 3.254.0 or newer is on PATH\n"
    assert with_go.builds() == []


def test_an_unknown_way_is_refused(machine: Machine) -> None:
    """Names the ways there are if PULUMI_SERVING_ENGINE is none of them."""
    code, _, described = machine.run("conjure")
    assert code == 1
    assert described == "engine: error: PULUMI_SERVING_ENGINE is 'conjure': it may be path, download or build\n"


def test_the_build_makes_all_four_programs(with_go: Machine) -> None:
    """Builds what runs a Python program, executable, and leaves no work folder."""
    code, said, described = with_go.run("build")
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert sorted(path.name for path in (with_go.engine / "bin").iterdir()) == NAMES
    assert all(os.access(with_go.engine / "bin" / name, os.X_OK) for name in NAMES)
    assert with_go.left_in_cache() == [with_go.engine.name]
    assert "about 7 minutes on 2 cores" in described
    assert re.search(r"engine: built in \d+ s", described)


def test_the_build_enforces_the_pinned_sums(with_go: Machine) -> None:
    """Lets Go change neither go.mod nor go.sum, whatever GOFLAGS says."""
    with_go.run("build")
    builds = [line for line in (with_go.root / "go.log").read_text().splitlines() if line.startswith("build ")]
    assert len(builds) == 2
    assert all(line.startswith("build -mod=readonly ") for line in builds)


def test_a_cached_engine_is_used_again(with_go: Machine) -> None:
    """Finds a finished engine without asking Go or the network."""
    with_go.run("build")
    (with_go.path / "go").unlink()
    code, said, described = with_go.run()
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert described == f"engine: pulumi {VERSION} is in the cache ({with_go.engine / 'bin'})\n"
    assert not (with_go.root / "downloads").exists()


def test_the_cache_follows_xdg(with_go: Machine) -> None:
    """Puts the engine into XDG_CACHE_HOME if that is an absolute path."""
    with_go.more["XDG_CACHE_HOME"] = str(with_go.root / "caches")
    assert with_go.run("build")[1] == str(with_go.root / "caches" / "pulumi-serving" / f"engine-{VERSION}" / "bin")
    with_go.more["XDG_CACHE_HOME"] = "caches"
    assert with_go.run("build")[1] == str(with_go.engine / "bin")


@pytest.mark.parametrize("name", NAMES)
def test_a_truncated_program_is_noticed(with_go: Machine, name: str) -> None:
    """Makes the engine again if one of its programs is not what it was."""
    with_go.run("build")
    program = with_go.engine / "bin" / name
    whole = program.read_text()
    program.write_text(whole[:3])
    code, said, described = with_go.run("build")
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert f"engine: the engine in {with_go.engine} is damaged and is made again\n" in described
    assert program.read_text() == whole


def test_a_missing_program_is_noticed(with_go: Machine) -> None:
    """Makes the engine again if one of its programs is gone."""
    with_go.run("build")
    (with_go.engine / "bin" / "pulumi-language-python").unlink()
    assert with_go.run("build")[0] == 0
    assert (with_go.engine / "bin" / "pulumi-language-python").exists()


@pytest.mark.parametrize("number", SIGNALS)
def test_an_interrupted_build_ends_go_and_leaves_no_engine(with_go: Machine, number: signal.Signals) -> None:
    """Ends Go, says one line, exits as a signal does, and has no engine under the final name."""
    with_go.hold("pulumi")
    # Whatever runs the tests may have these ignored, in the background or under nohup.
    process = with_go.start("build", first=f"import signal; signal.signal({number:d}, signal.SIG_DFL)")
    go = with_go.wait_until_held()
    process.send_signal(number)
    code, said, described = with_go.end(process)
    assert (code, said) == (128 + number, "")
    assert described.splitlines()[-1].startswith(f"engine: interrupted by {number.name}; ")
    assert "Traceback" not in described
    assert not with_go.engine.exists()
    assert not is_alive(go)


def test_a_program_that_was_just_being_started_is_ended(with_go: Machine) -> None:
    """Ends Go even if the signal comes before Python has handed out its process."""
    with_go.hold("pulumi")
    interrupted = (
        "import signal, subprocess as s; Popen = s.Popen; s.Popen = lambda *a, **k: "
        "[p := Popen(*a, **k), 'start_new_session' in k and (print(p.pid), signal.raise_signal(signal.SIGTERM))][0]"
    )
    code, said, _ = with_go.end(with_go.start("build", first=interrupted))
    assert code == 128 + signal.SIGTERM
    assert not is_alive(int(said))


def test_an_interrupted_build_goes_on_where_it_stopped(with_go: Machine) -> None:
    """Keeps the programs that were finished, and builds only the others."""
    with_go.hold("pulumi-language-python")
    process = with_go.start("build")
    go = with_go.wait_until_held()
    process.terminate()
    with_go.end(process)
    assert not is_alive(go)
    (with_go.root / "hold").unlink()
    code, said, described = with_go.run("build")
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert "engine: pulumi: kept from an earlier run\n" in described
    assert with_go.builds() == ["pulumi", "pulumi-language-python", "pulumi-language-python"]
    assert with_go.left_in_cache() == [with_go.engine.name]


def test_what_a_killed_run_left_is_removed(with_go: Machine) -> None:
    """Takes no half-written program of a run that was killed for a finished one."""
    with_go.hold("pulumi")
    process = with_go.start("build")
    go = with_go.wait_until_held()
    process.kill()
    with_go.end(process)
    os.kill(go, signal.SIGKILL)
    assert not with_go.engine.exists()
    assert [path.read_text() for path in with_go.cache.rglob("run-*/pulumi")] == ["half\n"]
    (with_go.root / "hold").unlink()
    assert with_go.run("build")[0] == 0
    assert with_go.builds() == ["pulumi", "pulumi", "pulumi-language-python"]
    assert with_go.left_in_cache() == [with_go.engine.name]


def test_a_kept_program_that_does_not_run_is_built_again(with_go: Machine) -> None:
    """Verifies what an earlier run has finished before it is kept."""
    kept = with_go.cache / f"engine-{VERSION}.work" / "bin"
    kept.mkdir(parents=True)
    (kept / "pulumi").write_text("#!/bin/sh\nexit 1\n")
    (kept / "pulumi").chmod(0o755)
    assert with_go.run("build")[0] == 0
    assert with_go.builds() == ["pulumi", "pulumi-language-python"]


def test_of_two_runs_at_once_one_builds(with_go: Machine) -> None:
    """Lets the second run wait for the first and use its engine."""
    with_go.hold("pulumi")
    first = with_go.start("build")
    with_go.wait_until_held()
    second = with_go.start("build")
    assert second.stderr
    assert second.stderr.readline() == f"engine: another run is setting up pulumi {VERSION}; waiting for it\n"
    with_go.release()
    assert with_go.end(first)[:2] == (0, str(with_go.engine / "bin"))
    code, said, described = with_go.end(second)
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert described == f"engine: pulumi {VERSION} is in the cache ({with_go.engine / 'bin'})\n"
    assert with_go.builds() == ["pulumi", "pulumi-language-python"]


def test_a_failed_build_shows_the_end_of_what_go_said(with_go: Machine) -> None:
    """Shows Go's last lines, fails, and leaves no engine; the next run tries again."""
    (with_go.root / "broken").touch()
    code, said, described = with_go.run("build")
    assert (code, said) == (1, "")
    assert "engine: go: 12\n" in described
    assert "engine: go: 11\n" not in described
    assert "engine: go: cannot compile\n" in described
    assert described.splitlines()[-1].startswith("engine: error: `go build -mod=readonly ...` failed with exit code 2")
    assert not with_go.engine.exists()
    (with_go.root / "broken").unlink()
    assert with_go.run("build")[0] == 0


def test_a_long_build_says_what_is_going_on(with_go: Machine) -> None:
    """Says now and then which program is built, how many of its packages are compiled and how long it has taken."""
    with_go.hold("pulumi")
    process = with_go.start("build", first="import process; process.SECONDS_BETWEEN_LINES = 0.0")
    with_go.wait_until_held()
    said = with_go.wait_for_line(process, "now at os")
    assert re.fullmatch(
        r"engine: pulumi: 2 of 3 packages compiled, modules downloaded: 1, now at os, after \d+ s\n", said
    )
    with_go.release()
    assert with_go.end(process)[0] == 0


def test_a_short_build_says_nothing_between(with_go: Machine) -> None:
    """Says no more than one line before and one after a program that is built in less than 20 seconds."""
    _, _, described = with_go.run("build")
    first, last = [line for line in described.splitlines() if line.startswith("engine: pulumi: ")]
    assert first == "engine: pulumi: about 6 minutes ..."
    assert re.fullmatch(r"engine: pulumi: done in \d+ s", last)


def test_a_long_download_says_how_much_has_arrived(with_go: Machine) -> None:
    """Says now and then how much of the official download has arrived."""
    with_go.official_download(ARRIVES)
    process = with_go.start(first="import process; process.SECONDS_BETWEEN_LINES = 0.0")
    said = with_go.wait_for_line(process, "3 MB")
    assert re.fullmatch(r"engine: download: 3 MB have arrived, after \d+ s\n", said)
    process.terminate()
    with_go.end(process)


def test_a_run_that_waits_for_another_says_so_again(with_go: Machine) -> None:
    """Says now and then that it still waits while another run makes the engine."""
    with_go.hold("pulumi")
    first = with_go.start("build")
    with_go.wait_until_held()
    second = with_go.start("build", first="import process; process.SECONDS_BETWEEN_LINES = 0.0")
    said = with_go.wait_for_line(second, "still")
    assert re.fullmatch(r"engine: still waiting for the other run, after \d+ s\n", said)
    second.terminate()
    with_go.end(second)
    with_go.release()
    assert with_go.end(first)[0] == 0


def test_an_engine_of_another_version_is_not_taken(with_go: Machine) -> None:
    """Verifies the version of what was made before it gets its name."""
    (with_go.root / "built.version").write_text("3.1.0")
    code, _, described = with_go.run("build")
    assert code == 1
    assert described.splitlines()[-1] == f"engine: error: the new engine says that it is version 3.1.0, not {VERSION}"
    assert with_go.left_in_cache() == []


def test_a_go_that_is_too_old_is_named(with_go: Machine) -> None:
    """Says in one line which Go is there and which is needed."""
    (with_go.root / "go.version").write_text("go1.22.3\n")
    code, _, described = with_go.run("build")
    assert code == 1
    assert described == f"engine: error: go is too old: go1.22.3, the engine needs {OLDEST_GO}\n"


def test_without_go_the_three_ways_are_named(machine: Machine) -> None:
    """Ends with one line that names the three ways to an engine."""
    code, said, described = machine.run()
    assert (code, said) == (1, "")
    last = described.splitlines()[-1]
    assert last.startswith("engine: error: no Pulumi engine. Three ways: put pulumi 3.254.0 or newer on PATH; ")
    assert "its official download" in last
    assert f"install Go {OLDEST_GO} or newer" in last


def test_the_official_download_comes_before_the_build(with_go: Machine) -> None:
    """Downloads the pinned version into the cache, and does not build."""
    with_go.official_download(WORKS)
    code, said, described = with_go.run()
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert re.search(r"engine: downloaded in \d+ s", described)
    assert (with_go.root / "downloads").read_text() == f"{VERSION}\n"
    assert with_go.builds() == []
    assert with_go.left_in_cache() == [with_go.engine.name]
    assert set(json.loads((with_go.engine / "sizes.json").read_text())) == set(NAMES)


def test_a_refused_download_falls_back_to_the_build(with_go: Machine) -> None:
    """Says why there is no official download, and builds."""
    code, said, described = with_go.run()
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert "engine: no official download: OSError: name or service not known\n" in described
    assert with_go.builds() == ["pulumi", "pulumi-language-python"]


def test_only_the_download_may_be_asked_for(with_go: Machine) -> None:
    """Does not build if PULUMI_SERVING_ENGINE=download and there is none."""
    code, _, described = with_go.run("download")
    assert code == 1
    assert described.splitlines()[-1] == "engine: error: no official download: OSError: name or service not known"
    assert with_go.builds() == []


def test_a_hanging_download_is_given_up(with_go: Machine) -> None:
    """Ends the installer if nothing arrives within seconds, wherever it hangs, and builds."""
    with_go.official_download(HANGS)
    code, said, described = with_go.end(with_go.start(first="import download; download.SECONDS_TO_FIRST_BYTE = 0.0"))
    assert (code, said) == (0, str(with_go.engine / "bin"))
    assert "engine: no official download: nothing arrived in 0 s\n" in described
    assert with_go.builds() == ["pulumi", "pulumi-language-python"]


@pytest.mark.parametrize(
    ("language", "program"), [("yaml", "pulumi-language-yaml"), ("node", "pulumi-language-nodejs")]
)
def test_a_language_host_is_built_once(with_go: Machine, language: str, program: str) -> None:
    """Builds a host when it is asked for, prints its folder, and finds it there the next time."""
    code, said, _ = with_go.host(language)
    assert code == 0
    assert (Path(said) / program).exists()
    assert re.fullmatch(rf"{language}-host-[\d.]+", Path(said).parent.name)
    assert with_go.host(language)[:2] == (0, said)
    assert with_go.builds() == [program]


def test_a_language_host_on_path_is_used(with_go: Machine) -> None:
    """Prints an empty line if there is one on PATH."""
    with_go.program("pulumi-language-yaml", "#!/bin/sh\n")
    assert with_go.host("yaml") == (0, "", "")


def test_no_such_language(machine: Machine) -> None:
    """Names the hosts that there are, and says what a build takes."""
    assert machine.host("cobol") == (
        1,
        "",
        "engine: error: 'cobol' is no host that can be had here; there are: yaml, node\n",
    )
    assert "put one on PATH, or install Go" in machine.host("yaml")[2]
