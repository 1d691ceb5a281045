from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jjak.corpora.exchange.shards import about, shard_of, units_in, write_shard
from jjak.corpora.store.writing import BuiltBitext
from jjak.seeds.errors import CorpusError
from jjak.workbench.pipeline.bitext_builder import bitext_of
from jjak.workbench.pipeline.inputs import find_bitexts
from jjak.workbench.pipeline.stage_timer import StageTimer
from jjak.workbench.pipeline.stages import builder_of, documents_of
from jjak.workbench.pipeline.translators import NoMemory, Translators
from jjak.workbench.settings import Settings

ABOUT = {"settings": {"licence": "CC0"}, "versions": {"jjak": "0"}}


@pytest.fixture(scope="module")
def units(built: Path) -> list[BuiltBitext]:
    """Those of the folder that the store of other tests is built of."""
    settings = Settings(licence="CC0")
    translators = Translators(NoMemory(), settings)
    bitexts, _ = find_bitexts([built.parent], [], settings.languages)
    builders = [
        builder_of(bitext, documents_of(bitext, settings), settings, StageTimer())
        for bitext in bitexts
        if bitext.target or bitext.name == "alone.txt"
    ]
    return [bitext_of(builder.documents, translators, settings) for builder in builders]


def test_a_unit_that_was_written_and_read_is_the_same(units: list[BuiltBitext], tmp_path: Path) -> None:
    assert {len(unit.documents) for unit in units} == {1, 2}
    path = tmp_path / "a.parquet"
    write_shard(path, shard_of(units, ABOUT))
    assert [file.name for file in tmp_path.iterdir()] == ["a.parquet"]
    assert about(path) == ABOUT
    for before, after in zip(units, units_in(path), strict=True):
        assert after.pairs == before.pairs
        assert after.beads == before.beads
        assert (after.made, after.aligner) == (before.made, before.aligner)
        for (document, place, segments), (other, location, parts) in zip(before.documents, after.documents, strict=True):
            assert (other.id, other.name, other.text, dict(other.metadata)) == (
                document.id,
                document.name,
                document.text,
                dict(document.metadata),
            )
            assert (location, parts) == (place, segments)


def test_a_file_that_is_no_shard_is_named(units: list[BuiltBitext], tmp_path: Path) -> None:
    other, torn = tmp_path / "other.parquet", tmp_path / "torn.parquet"
    pq.write_table(pa.table({"a": [1]}), other)
    torn.write_bytes(shard_of(units, ABOUT)[:-100])
    for path in (other, torn):
        with pytest.raises(CorpusError, match=str(path)):
            list(units_in(path))
