import json

from mirinter_core.models.listing import DEFAULT_MODEL


def test_a_problem_is_told_with_its_remedy_and_by_the_exit(do, tiny, own_home):
    (own_home / "models" / tiny).rename(own_home / "models" / DEFAULT_MODEL)
    answer = do("doctor")
    assert answer.exit_code == 0, answer.stdout
    assert all(line[:8] in ("ok      ", "warning ", " " * 8) for line in answer.stdout.splitlines())
    (own_home / "models" / DEFAULT_MODEL / "weights.safetensors").write_bytes(b"")
    answer = do("doctor", "--json")
    assert answer.exit_code == 1
    checks = {check["name"]: check for check in json.loads(answer.stdout)}
    assert checks["model"]["status"] == "problem"
    assert "SHA-256" in checks["model"]["message"]
