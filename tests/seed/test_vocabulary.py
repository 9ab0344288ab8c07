"""Every closed term has a label in both languages, and no label names a term that is gone."""

import inspect
from enum import StrEnum

import pytest

from vendormgr.domain import guideline, model_wording, vocabulary, wording_terms
from vendormgr.domain.vocabulary import ClauseStatus, Holder, PathState, Severity
from vendormgr.i18n import Language, find_text, label, label_id, speaking, texts

SETS = [
    kind
    for module in (vocabulary, guideline, model_wording)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, StrEnum) and kind.__module__ == module.__name__
]
TERMS = [term for kind in SETS for term in kind]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{type(term).__name__}.{term.name}")
def test_a_term_has_a_label_in_both_languages(term: StrEnum) -> None:
    both = find_text(label_id(term))
    assert both.ja.strip()
    assert both.en.strip()


@pytest.mark.parametrize("kind", SETS, ids=lambda kind: kind.__name__)
def test_labels_within_a_set_differ(kind: type[StrEnum]) -> None:
    labels = [find_text(label_id(term)) for term in kind]
    assert len({one.ja for one in labels}) == len(labels)
    assert len({one.en for one in labels}) == len(labels)


@pytest.mark.parametrize("kind", SETS, ids=lambda kind: kind.__name__)
def test_no_label_is_left_of_a_term_that_is_gone(kind: type[StrEnum]) -> None:
    known = {label_id(term) for term in kind}
    (prefix,) = {label_id(term).removesuffix(term.value) for term in kind}
    assert {id_ for id_ in texts() if id_.startswith(prefix)} == known


def test_every_service_model_is_explained_in_plain_words() -> None:
    for model in vocabulary.ServiceModel:
        assert find_text(f"vocabulary.service_model_plain.{model.value}").ja


@pytest.mark.parametrize(
    ("terms", "labels"),
    [
        (Severity, ["緊急", "高", "中", "低", "参考"]),
        (Holder, ["医療機関", "事業者", "共同", "要取決め", "対象外"]),
        (ClauseStatus, ["未確認", "無し", "不十分", "交渉中", "有り", "対象外"]),
        (PathState, ["開いている", "未確認", "閉じている"]),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_the_words_that_hospitals_know(terms: type[StrEnum], labels: list[str]) -> None:
    with speaking(Language.JA):
        assert [label(term) for term in terms] == labels


def test_sentences_about_findings_use_the_labels_of_the_screens() -> None:
    """The domain reads no files, so it holds its own copy."""
    for labels in wording_terms.LABELS.values():
        for term, copied in labels.items():
            shown = find_text(label_id(term))
            assert (copied.ja, copied.en) == (shown.ja, shown.en)
