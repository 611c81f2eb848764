"""What docker-compose.yml and Dockerfile promise, checked without Docker."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()

JOBS = {"temporal-schema", "temporal-namespace", "migrate", "setup"}
OURS = {"migrate", "setup", "worker", "relay", "api"}
SERVERS = {"postgres", "temporal", "temporal-ui", "mailpit", "worker", "relay", "api"}
WAITS_FOR = {
    "postgres": set(),
    "mailpit": set(),
    "temporal-schema": {"postgres"},
    "temporal": {"temporal-schema"},
    "temporal-namespace": {"temporal"},
    "temporal-ui": {"temporal"},
    "migrate": {"postgres"},
    "setup": {"temporal-namespace"},
    "worker": {"migrate", "setup", "mailpit"},
    "relay": {"migrate", "setup"},
    "api": {"migrate", "setup"},
}
SECRET = re.compile(r"PASSWORD|PWD|SECRET|TOKEN|KEY")

each_service = pytest.mark.parametrize("name", sorted(WAITS_FOR))


def environment(name: str) -> dict[str, str]:
    declared: dict[str, str] = SERVICES[name].get("environment", {})
    return declared


def test_every_service_is_there() -> None:
    assert set(SERVICES) == set(WAITS_FOR) == JOBS | SERVERS


@each_service
def test_images_are_pinned(name: str) -> None:
    assert re.fullmatch(r"[a-z/-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?", SERVICES[name]["image"])


def test_one_image_for_all_of_ours_named_after_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert {SERVICES[name]["image"] for name in OURS} == {f"kemitraan:{version}"}
    assert {SERVICES[name]["build"] for name in OURS} == {"."}


def test_temporal_server_and_tools_have_one_version() -> None:
    tags = {SERVICES[name]["image"].partition(":")[2] for name in ("temporal", "temporal-schema", "temporal-namespace")}
    assert len(tags) == 1


@pytest.mark.parametrize("name", sorted(SERVERS))
def test_servers_say_when_they_are_healthy_and_come_back(name: str) -> None:
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(SERVICES[name]["healthcheck"])
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(JOBS))
def test_jobs_run_once(name: str) -> None:
    assert SERVICES[name]["restart"] == "no"
    assert "healthcheck" not in SERVICES[name]


@each_service
def test_nothing_starts_before_what_it_needs(name: str) -> None:
    waits = {other: how["condition"] for other, how in SERVICES[name].get("depends_on", {}).items()}
    assert set(waits) == WAITS_FOR[name]
    for other, condition in waits.items():
        assert condition == ("service_completed_successfully" if other in JOBS else "service_healthy")


@each_service
def test_ports_are_published_on_loopback_only(name: str) -> None:
    assert "network_mode" not in SERVICES[name]
    for port in SERVICES[name].get("ports", []):
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)


def test_databases_and_temporal_are_out_of_reach() -> None:
    assert COMPOSE["networks"]["inner"] == {"internal": True}
    for name in ("postgres", "temporal", *JOBS):
        assert SERVICES[name]["networks"] == ["inner"]
        assert "ports" not in SERVICES[name]


@each_service
def test_secrets_come_from_variables_alone(name: str) -> None:
    for variable, value in environment(name).items():
        assert not SECRET.search(variable) or re.fullmatch(r"\$\{[A-Z_]+:(\?[^}]+|-)\}", value)
        assert not re.search(r"://[^/@]*:[^/@]*@", value), "an address carries a password"


def test_the_example_environment_has_every_name_and_no_value() -> None:
    example = re.findall(r"^(\w+)=(.*)$", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert {name for name, _ in example} == set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    assert {value for _, value in example} == {""}


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_can_change_nothing(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert service["security_opt"] == ["no-new-privileges:true"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_processes_know_where_everything_is(name: str) -> None:
    assert environment(name).keys() >= {"KEMITRAAN_DSN", "TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE"}


def test_the_api_is_told_how_to_listen() -> None:
    assert environment("api").keys() >= {"KEMITRAAN_API_HOST", "KEMITRAAN_API_PORT", "KEMITRAAN_API_BIND"}


def test_data_outlives_the_container() -> None:
    assert SERVICES["postgres"]["volumes"] == ["postgres:/var/lib/postgresql"]
    assert "postgres" in COMPOSE["volumes"]


def test_every_configuration_file_that_is_mounted_exists() -> None:
    mounted = {config["source"] for service in SERVICES.values() for config in service.get("configs", [])}
    assert mounted == set(COMPOSE["configs"])


def test_the_image_is_pinned_lean_and_unprivileged() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(bases) == 2
    assert {bool(re.fullmatch(r"python:3\.\d+\.\d+-slim-[a-z]+", base)) for base in bases} == {True}
    assert "--require-hashes --only-binary :all: -r requirements-prod.lock" in DOCKERFILE
    final = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.findall(r"^USER (\d+)$", final, re.MULTILINE) == ["10001"]
    assert final.rstrip().endswith('ENTRYPOINT ["kemitraan"]')
