import json

import numpy as np
import pytest

from mirinter_core.errors import StorageError
from mirinter_core.tasks import projection
from mirinter_core.tasks.place import placed
from mirinter_core.tasks.project import project
from mirinter_core.tasks.projection import ARRAYS, FACTS, TABLE
from tests.maps import pair_points, rna_points


@pytest.fixture(scope="module")
def made():
    return project(rna_points(), "tsne")


def test_what_is_saved_is_read_back_and_places_a_point_alike(made, tmp_path):
    made.save(tmp_path / "map")
    back = projection.load(tmp_path / "map")
    assert back.table.equals(made.table)
    assert back.facts == json.loads(json.dumps(made.facts))
    assert np.array_equal(back.vectors, made.vectors)
    points = rna_points()
    head = points.table.head(3), points.vectors[:3]
    assert np.array_equal(placed(*head, back).table["x"], placed(*head, made).table["x"])


def test_nothing_in_it_is_pickled(made, tmp_path):
    made.save(tmp_path)
    with np.load(tmp_path / ARRAYS, allow_pickle=False) as file:
        assert sorted(file) == ["components", "mean", "vectors"]


@pytest.mark.parametrize("name", [TABLE, ARRAYS])
def test_a_damaged_or_missing_file_is_said_to_be_so(made, tmp_path, name):
    made.save(tmp_path)
    (tmp_path / name).write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(StorageError, match="Make it again"):
        projection.load(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(StorageError):
        projection.load(tmp_path)


def test_a_map_of_a_newer_mirinter_is_refused(made, tmp_path):
    made.save(tmp_path)
    told = json.loads((tmp_path / FACTS).read_text())
    (tmp_path / FACTS).write_text(json.dumps(told | {"format_version": 99}))
    with pytest.raises(StorageError, match="Update mirinter"):
        projection.load(tmp_path)


def test_files_of_two_maps_are_not_taken_for_one(made, tmp_path):
    made.save(tmp_path)
    project(pair_points(60), "pca").table.to_parquet(tmp_path / TABLE)
    with pytest.raises(StorageError, match="two maps"):
        projection.load(tmp_path)
