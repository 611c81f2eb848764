"""The shape of the repository: folders, imports, sizes, names, locks; what no linter sees."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETUPTOOLS = PROJECT["tool"]["setuptools"]
PACKAGES = set(PROJECT["tool"]["importlinter"]["root_packages"])
BESIDE = {"tests", "bench"}  # Python that is not shipped
GENERATED = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text().split()] + [".git"]

MAY_HOLD_A_TEMPORAL_CLIENT = (
    "workflows/gateway.py",
    "workflows/relay.py",
    "worker.py",
    "cli/*",
    "tests/*",
    "bench/*",
)
WORKER_MAY_IMPORT = {"temporalio", "workflows", "activities", "store", "domain", "structlog"} | sys.stdlib_module_names
NAMES_THAT_SAY_NOTHING = {"utils", "core", "common", "helpers", "base"}
INDEX_ADDRESS = re.compile(r"pypi\.org|python[h]osted|--(?:extra-)?index-url|--find[-]links|registry\.npm")
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:root|home|Users|opt|work|mnt)/[\w.-]")


def walk(folder: Path = ROOT) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if any(fnmatch(path.name, name) for name in GENERATED):
            continue
        if path.is_dir():
            yield from walk(path)
        else:
            yield path.relative_to(ROOT)


FILES = list(walk())
PYTHON = [path for path in FILES if path.suffix == ".py"]


def imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def importers(module: str) -> set[Path]:
    return {path for path in PYTHON if any(f"{name}.".startswith(f"{module}.") for name in imports(path))}


def requirements(lock: str) -> dict[str, str]:
    """Each locked requirement and the rest of its line, options and hashes included."""
    lines = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line)


def test_every_folder_with_python_is_a_package_under_the_import_rules() -> None:
    folders = {path.parts[0] for path in PYTHON if len(path.parts) > 1}
    assert folders - BESIDE == PACKAGES


def test_the_wheel_carries_every_package_and_every_data_file() -> None:
    shipped = {*PACKAGES, "locales"}
    assert set(SETUPTOOLS["packages"]["find"]["include"]) == shipped | {f"{name}.*" for name in shipped}
    assert {str(path) for path in PYTHON if len(path.parts) == 1} == {f"{m}.py" for m in SETUPTOOLS["py-modules"]}
    data: dict[str, list[str]] = SETUPTOOLS["package-data"]
    missing = [
        str(path)
        for path in FILES
        if path.parts[0] in shipped and path.suffix != ".py"
        if not any(
            fnmatch(path.name, pattern.removeprefix("**/")) for pattern in data["*"] + data.get(path.parts[0], [])
        )
    ]
    assert not missing, "add these to tool.setuptools.package-data in pyproject.toml"


def test_the_import_rules_hold() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--config", "pyproject.toml"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_the_worker_imports_only_what_it_composes() -> None:
    assert {name.partition(".")[0] for name in imports(Path("worker.py"))} <= WORKER_MAY_IMPORT


def test_nobody_imports_the_worker() -> None:
    assert {path for path in importers("worker") if path.parts[0] not in BESIDE} == set()


def test_few_hold_a_temporal_client() -> None:
    holders = importers("temporalio.client")
    assert {str(p) for p in holders if not any(fnmatch(str(p), may) for may in MAY_HOLD_A_TEMPORAL_CLIENT)} == set()


def test_files_stay_small() -> None:
    lines = {str(path): len((ROOT / path).read_text().splitlines()) for path in PYTHON}
    assert {path: count for path, count in lines.items() if count > 400} == {}


def test_names_say_something() -> None:
    assert [path for path in PYTHON if {*path.parent.parts, path.stem} & NAMES_THAT_SAY_NOTHING] == []


def test_init_files_are_empty() -> None:
    assert [path for path in PYTHON if path.name == "__init__.py" and (ROOT / path).stat().st_size] == []


@pytest.mark.parametrize("pattern", [INDEX_ADDRESS, MACHINE_PATH], ids=["index address", "machine path"])
def test_no_file_names_a_package_index_or_a_path_of_one_machine(pattern: re.Pattern[str]) -> None:
    texts = {str(path): (ROOT / path).read_text(errors="ignore") for path in FILES}
    assert {path: found.group() for path, text in texts.items() if (found := pattern.search(text))} == {}


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-prod.lock"])
def test_locked_packages_are_exact_and_hashed(lock: str) -> None:
    locked = requirements(lock)
    assert locked
    assert {name for name, rest in locked.items() if "==" not in name or "--hash=sha256:" not in rest} == set()


def test_the_image_installs_what_is_tested() -> None:
    assert requirements("requirements-prod.lock").items() <= requirements("requirements.lock").items()


def test_whatever_needs_the_machine_for_itself_is_run_last() -> None:
    tests = (ROOT / "tests").rglob("test_*.py")
    marked = [str(path.relative_to(ROOT)) for path in tests if "\n@pytest.mark.alone\n" in path.read_text()]
    (line,) = (one for one in (ROOT / "Makefile").read_text().splitlines() if one.startswith("ALONE :="))
    assert marked
    assert [path for path in marked if not path.startswith(tuple(line.split()[2:]))] == []
