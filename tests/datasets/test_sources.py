import gzip
import threading
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from mirinter_core.datasets import catalog, source
from mirinter_core.datasets.source import SOURCES, default_name, fetch, plan
from mirinter_core.errors import CancelledError, CatalogError, FetchError, PartError

ENSEMBL = b""">ENST00000001.1 ncrna chromosome:GRCh38:1:1:9:1 gene:ENSG01.1 gene_biotype:lncRNA \
transcript_biotype:lncRNA gene_symbol:MALAT1 description:metastasis [Source:HGNC]
ACGTACGTAC
>ENST00000002.1 ncrna chromosome:GRCh38:1:1:9:1 gene:ENSG02.1 gene_biotype:snoRNA \
transcript_biotype:snoRNA
ACGTNACGT
>ENST00000003.1 ncrna chromosome:GRCh38:1:1:9:1 gene:ENSG03.1 gene_biotype:miRNA
ACG*MKV
"""
GENCODE = b""">ENST00000004.2|ENSG04.2|OTTG|OTTT|NEAT1-201|NEAT1|12|
ACGTACGTACGT
"""
MIRBASE = b""">cel-let-7-5p MIMAT0000001 Caenorhabditis elegans let-7-5p
UGAGGUAGUAGGUUGUAUAGUU
>hsa-let-7a-5p MIMAT0000062 Homo sapiens let-7a-5p
UGAGGUAGUAGGUUGUAUAGUU
>ebv-miR-BART7-3p MIMAT0003416 Epstein Barr miR-BART7-3p
CAUCAUAGUCCAGUGUCCAGGG
>pan-miR-1 MIMAT9999999 Pan paniscus miR-1
UGGAAUGUAAAGAAGUAUGUAU
"""
RNACENTRAL = b""">URS00005EB5B7_9606 Homo sapiens (human) hsa-let-7a-1 precursor (microRNA)
UGAGGUAGUAGG
"""
NOTES = b"====\nRNAcentral Release 27, 01/07/2026\n===="
FILES = {
    "/homo_sapiens/ncrna/CHECKSUMS": b"01234 56 Homo_sapiens.GRCh38.ncrna.fa.gz\n999 1 README\n",
    "/homo_sapiens/ncrna/Homo_sapiens.GRCh38.ncrna.fa.gz": gzip.compress(ENSEMBL, mtime=0),
    "/Gencode_human/release_49/gencode.v49.lncRNA_transcripts.fa.gz": gzip.compress(GENCODE),
    "/mature.fa": MIRBASE,
    "/release_notes.txt": NOTES,
    "/sequences/by-species/vertebrates/homo_sapiens.fasta.gz": gzip.compress(RNACENTRAL),
    "/sequences/by-species/fungi/candida_albicans.fasta.gz": gzip.compress(RNACENTRAL),
}


@pytest.fixture
def mirror():
    """Serve small files of the same form and layout as the sources'."""
    files = dict(FILES)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            server.asked.append(self.path)
            body = files.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.files = [], files
    server.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def left(home):
    """Files kept after a fetch, apart from empty locks."""
    downloads = home / "downloads"
    return sorted(p.name for p in downloads.rglob("*") if p.is_file() and p.stat().st_size)


def test_ensembl_finds_the_assembly_and_takes_types_and_symbols_from_the_headers(mirror, own_home):
    made = fetch("ensembl_ncrna", "human", mirror=mirror.url)
    assert [(m.id, m.type, m.name) for m in made.molecules] == [
        ("ENST00000001.1", "lncRNA", "MALAT1"),
        ("ENST00000002.1", "snoRNA", ""),
    ]
    info = made.info
    path = "/homo_sapiens/ncrna/Homo_sapiens.GRCh38.ncrna.fa.gz"
    assert (info.url, info.release, info.species) == (mirror.url + path, "115", "Homo sapiens")
    assert info.sha256 == sha256(FILES[path]).hexdigest()
    assert "cite" in info.terms
    assert info.refused == 1
    assert made.reading is not None
    assert made.reading.refusals[0].record == "ENST00000003.1"
    assert catalog.load(made.name).info == info
    assert left(own_home) == []


def test_gencode_transcripts_are_lncrna_with_their_symbols(mirror):
    made = fetch("gencode_lncrna", "Homo sapiens", name="lnc", mirror=mirror.url)
    (only,) = catalog.load("lnc").molecules
    assert (only.id, only.type, only.name) == ("ENST00000004.2", "lncRNA", "NEAT1-201")
    assert made.info.release == "49"


@pytest.mark.parametrize("species", ["zebrafish", "Pan troglodytes"])
def test_gencode_has_human_and_mouse_only(species):
    with pytest.raises(CatalogError, match=r"human and mouse only.*ensembl_ncrna"):
        plan("gencode_lncrna", species)


@pytest.mark.parametrize(
    ("species", "kept"),
    [
        ("human", {"hsa-let-7a-5p"}),
        ("Caenorhabditis elegans", {"cel-let-7-5p"}),
        ("ebv", {"ebv-miR-BART7-3p"}),
        ("Pan paniscus", {"pan-miR-1"}),
        ("all", {"hsa-let-7a-5p", "cel-let-7-5p", "ebv-miR-BART7-3p", "pan-miR-1"}),
    ],
)
def test_mirbase_keeps_the_species_that_is_asked_for(mirror, species, kept):
    made = fetch("mirbase_mature", species, mirror=mirror.url)
    assert {m.id for m in made.molecules} == kept
    assert set(made.info.types) == {"miRNA"}
    assert made.info.release == "22.1"


def test_a_species_without_a_record_is_said_and_nothing_is_saved(mirror, own_home):
    with pytest.raises(CatalogError, match=r"nothing of Danio rerio"):
        fetch("mirbase_mature", "zebrafish", mirror=mirror.url)
    assert catalog.names() == ["builtin"]
    assert left(own_home) == []


def test_rnacentral_takes_its_release_from_the_notes(mirror):
    made = fetch("rnacentral", "human", mirror=mirror.url)
    assert made.name == "rnacentral-homo_sapiens-27"
    assert made.info.release == "27"
    assert [m.type for m in made.molecules] == ["hairpin"]


def test_rnacentral_looks_through_the_kingdoms_for_a_species_it_does_not_know(mirror):
    made = fetch("rnacentral", "Candida albicans", mirror=mirror.url)
    assert made.info.url == f"{mirror.url}/sequences/by-species/fungi/candida_albicans.fasta.gz"


def test_a_species_the_source_does_not_have_is_said_with_the_remedy(mirror):
    with pytest.raises(FetchError, match=r"404.*check the species' name.*Ensembl ncRNA has any"):
        fetch("ensembl_ncrna", "Pan paniscus", mirror=mirror.url)


@pytest.mark.parametrize("name", SOURCES.names())
def test_a_slip_in_the_species_is_caught_before_anything_is_fetched(name, mirror):
    with pytest.raises(CatalogError, match=r"Did you mean .*'homo sapiens'"):
        fetch(name, "Homo sapien", mirror=mirror.url)
    assert mirror.asked == []


def test_a_taken_name_is_refused_before_anything_is_fetched(mirror):
    fetch("mirbase_mature", "human", name="mine", mirror=mirror.url)
    before = len(mirror.asked)
    for name in ("mine", "builtin", "../x"):
        with pytest.raises(CatalogError):
            fetch("mirbase_mature", "mouse", name=name, mirror=mirror.url)
    assert len(mirror.asked) == before


def test_without_a_network_the_error_says_how_to_add_a_file_fetched_elsewhere():
    for name in SOURCES.names():
        with pytest.raises(FetchError, match=r"catalog add NAME FILE"):
            fetch(name, "human", mirror="http://127.0.0.1:9")


def test_a_page_in_place_of_the_file_is_no_catalogue(mirror, own_home):
    mirror.files["/mature.fa"] = b"<!DOCTYPE html><html><body>moved</body></html>"
    with pytest.raises(CatalogError, match="has nothing of Homo sapiens"):
        fetch("mirbase_mature", "human", mirror=mirror.url)
    assert left(own_home) == []
    mirror.files["/mature.fa"] = MIRBASE
    assert len(fetch("mirbase_mature", "human", mirror=mirror.url)) == 1


def test_cancelling_leaves_no_catalogue_and_a_later_fetch_succeeds(mirror):
    def cancel(_done, what):
        if what.startswith("saving"):
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        fetch("mirbase_mature", "human", mirror=mirror.url, progress=cancel)
    assert catalog.names() == ["builtin"]
    assert len(fetch("mirbase_mature", "human", mirror=mirror.url)) == 1


def test_what_has_arrived_when_a_fetch_is_cancelled_is_kept_for_the_next(mirror, own_home):
    def cancel(_done, what):
        if what.startswith("fetching"):
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        fetch("mirbase_mature", "human", mirror=mirror.url, progress=cancel)
    assert "mirbase-22.1-mature.fa.part" in left(own_home)
    assert len(fetch("mirbase_mature", "human", mirror=mirror.url)) == 1
    assert left(own_home) == []


def test_progress_never_goes_back_and_ends_at_one(mirror):
    told = []
    fetch("rnacentral", "human", mirror=mirror.url, progress=lambda done, _what: told.append(done))
    assert told == sorted(told)
    assert told[-1] == 1.0


@pytest.mark.parametrize("name", SOURCES.names())
def test_every_source_states_its_terms_and_public_addresses(name):
    found = SOURCES.get(name)
    assert found.title
    assert "cite" in found.terms
    assert found.homepage.startswith("https://")
    assert all(root.startswith("https://") and not root.endswith("/") for root in found.roots)


def test_every_default_name_can_be_a_folders_name(mirror):
    for name in SOURCES.names():
        chosen = default_name(name, plan(name, "human", mirror=mirror.url))
        catalog.check_new(chosen)


def test_an_unknown_source_is_refused_with_a_list():
    with pytest.raises(PartError, match="mirbase_mature"):
        fetch("mirbase", "human")


def test_no_checksum_is_invented(mirror):
    assert all(plan(n, "human", mirror=mirror.url).sha256 is None for n in SOURCES.names())


def test_a_checksum_that_is_known_is_demanded(mirror):
    found = SOURCES.get("mirbase_mature")
    with pytest.raises(FetchError, match="SHA-256"):
        source._first([f"{mirror.url}/mature.fa"], source.home() / "x", found, sha256="0" * 64)
