"""Build the counts behind OCR repair (`ingest/data/repair.txt.gz`) from folders of clean Vietnamese text.

    python -m benchmarks.train_repair FOLDER … [--skip NAME] [--lexicon FILE] [--out FILE]

What is kept are statistics: how often a syllable, a pair and a triple of neighbours occur, rare ones left out, so
that no sentence can be read back. Texts that bear recognition damage must be skipped by name. The lexicon lists
words of the language, one a line, their syllables apart; neighbours in a word count as seen once. The shipped data
were built from the clean official documents, seventeen laws and the word list of pyvi 0.1.1 (MIT licence).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from ingest.repair_channel import bare
from ingest.repair_model import DATA, Counts, write_counts
from ingest.repair_tokens import BOUNDARY, MARKS, tokens
from ontology.text import nfc

MIN_WORD, MIN_PAIR, MIN_TRIPLE = 2, 2, 2
MISPRINT = 40  # how much more frequent the right reading is


def count(texts: Iterable[str], lexicon: Iterable[str] = ()) -> Counts:
    """Counts of syllables, pairs and triples that are frequent enough to keep, and the lexicon's pairs."""
    words: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    triples: Counter[tuple[str, str, str]] = Counter()
    capitals: Counter[tuple[str, str]] = Counter()
    within: Counter[tuple[str, str]] = Counter()
    for text in texts:
        found = tokens(text)
        forms = [t.form for t in found]
        words.update(forms)
        pairs.update(pairwise(forms))
        triples.update(zip(forms, forms[1:], forms[2:], strict=False))
        for before, one, two in zip(found, found[1:], found[2:], strict=False):
            if one.word and two.word and before.form != BOUNDARY:
                within[one.form, two.form] += 1
                if text[one.start].isupper():
                    capitals[one.form, two.form] += 1
    known = {w for w, n in words.items() if n >= MIN_WORD} | set(MARKS)
    kept = {p: n for p, n in pairs.items() if n >= MIN_PAIR and known.issuperset(p)}
    for pair in _misprints(kept):
        del kept[pair]
    counted = {w: n for w, n in words.items() if w in known}
    for entry in lexicon:
        forms = [t.form for t in tokens(nfc(entry)) if t.word]
        for form in forms:
            counted.setdefault(form, 1)
        for pair in pairwise(forms):
            kept.setdefault(pair, 1)
    return Counts(
        words=counted,
        pairs=kept,
        triples={t: n for t, n in triples.items() if n >= MIN_TRIPLE and t[:2] in kept and t[1:] in kept},
        proper={p for p, n in capitals.items() if n >= 20 and n >= 0.9 * within[p]},
    )


def _misprints(pairs: Mapping[tuple[str, str], int]) -> list[tuple[str, str]]:
    """Pairs that differ in one word's marks from one far more frequent: clean text has misprints too."""
    best: dict[tuple[str, str], int] = {}
    for (one, two), n in pairs.items():
        for key in ((bare(one), two), (one, bare(two))):
            best[key] = max(n, best.get(key, 0))
    return [
        (one, two)
        for (one, two), n in pairs.items()
        if max(best[bare(one), two], best[one, bare(two)]) >= MISPRINT * n
    ]


def main(argv: list[str]) -> None:
    """Read the folders, count, write the data file and say how much it holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--skip", action="append", default=[], help="leave out files whose name holds this")
    parser.add_argument("--lexicon", type=Path)
    parser.add_argument("--out", type=Path, default=DATA)
    args = parser.parse_args(argv)
    files = [
        f
        for folder in args.folders
        for f in sorted(folder.iterdir())
        if f.suffix in (".txt", ".md") and not any(s in f.name for s in args.skip)
    ]
    lexicon = args.lexicon.read_text(encoding="utf-8").splitlines() if args.lexicon else ()
    counts = count((nfc(f.read_text(encoding="utf-8")) for f in files), lexicon)
    write_counts(counts, args.out)
    print(
        f"{len(files)} files: {len(counts.words)} syllables, {len(counts.pairs)} pairs, "
        f"{len(counts.triples)} triples, {args.out.stat().st_size} bytes"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
