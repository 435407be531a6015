"""Names of contexts: what most of their modules speak of, in terms that the program itself uses."""

from __future__ import annotations

import pytest

from boundary_lint.facts.program import Module
from boundary_lint.facts.vocabulary import Vocabulary, words
from boundary_lint.seams.evidence import Evidence
from boundary_lint.seams.naming import Language, names
from boundary_lint.seams.words import stem


def speaks(*classes: str, **identifiers: int) -> Vocabulary:
    defined: dict[str, int] = {}
    for name in classes:
        for word in words(name):
            defined[word] = defined.get(word, 0) + 1
    return Vocabulary(classes=dict.fromkeys(classes, ()), definitions=defined, identifiers={**defined, **identifiers})


def named(*contexts: list[Vocabulary]) -> list[str]:
    vocabularies = [one for context in contexts for one in context]
    members = [number for number, context in enumerate(contexts) for _ in context]
    modules = [Module(root="", module=f"m{n}", file=f"m{n}.py", context="") for n in range(len(vocabularies))]
    given = names(Language(Evidence(modules, vocabularies)).describe(members, range(len(contexts))))
    return [given[number] for number in range(len(contexts))]


def test_what_many_modules_share_comes_before_what_one_long_module_repeats() -> None:
    checkout = [speaks("Checkout"), speaks("CheckoutLine"), speaks("CheckoutTotal"), speaks("Widget", widget=500)]
    assert named(checkout, [speaks("Parcel"), speaks("ParcelLabel")])[0] == "checkout"


def test_a_word_belongs_to_those_who_define_it_not_to_all_who_use_it() -> None:
    orders = [speaks("Order", order=9), speaks("OrderLine", order=9)]
    billing = [speaks("Invoice", order=9), speaks("Invoice", order=9)]
    assert named(orders, billing) == ["order", "invoice"]


def test_technical_words_name_nothing() -> None:
    assert named([speaks("CouponForm", "CouponView"), speaks("CouponSerializer")], [speaks("Parcel")])[0] == "coupon"


def test_two_words_that_stand_together_are_one_term() -> None:
    cards = [speaks("GiftCard", "GiftCardTag"), speaks("GiftCardEvent")]
    assert named(cards, [speaks("Parcel"), speaks("Parcel")]) == ["gift-card", "parcel"]


def test_what_stands_beside_every_first_word_makes_no_term() -> None:
    invoice = [speaks("InvoiceStep"), speaks("InvoiceStep", "Invoice")]
    parcel = [speaks("ParcelStep"), speaks("ParcelStep", "Parcel")]
    assert named(invoice, parcel) == ["invoice", "parcel"]


def test_no_two_contexts_have_one_name_and_one_without_words_has_a_name_too() -> None:
    assert len({*named([speaks("Parcel")], [speaks("Parcel")], [Vocabulary()], [Vocabulary()])}) == 4


@pytest.mark.parametrize(
    ("one", "other"), [("issues", "issue"), ("addresses", "address"), ("companies", "company"), ("votes", "vote")]
)
def test_number_and_tense_make_no_other_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_short_words_are_not_cut_into_others() -> None:
    assert stem("notes") == stem("note") != stem("not")
