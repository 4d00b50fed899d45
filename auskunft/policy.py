"""`auskunft policy check`: what an editor should read again."""

from collections.abc import Iterator
from pathlib import Path

from answers.answer import Answers
from answers.replies import Replies
from answers.review import Changes, Review, binding_text, remember, text_before


def report(answers: Answers, kept: Path) -> Iterator[str]:
    """The findings, a line each; the text of today is kept in *kept* to compare later ones with."""
    corpus, review = answers.corpus, Review.of(answers)
    yield f"Policy {corpus.version}: {len(corpus.names())} passages in two languages."
    if answers.standing.is_reviewed:
        yield (
            f"{len(review.speaking)} topics answered from it, {len(review.silent)} on which it is silent; "
            "every quotation stands in it."
        )
    else:
        yield from _unreviewed(answers, review)
    yield from _changes(answers, kept)
    remember(corpus, kept)


def replies_report(replies: Replies) -> Iterator[str]:
    """Which canned replies should be read again."""
    outdated = {reply.code: replies.outdated(reply) for reply in replies.replies}
    changed = {code: passages for code, passages in outdated.items() if passages}
    if not changed:
        yield f"{len(replies.replies)} canned replies; the passages they rest on are as they were."
        return
    yield f"{len(changed)} of {len(outdated)} canned replies rest on passages that have changed:"
    for code, passages in changed.items():
        today = ", ".join(f"{name} {replies.digest(name) or 'is gone'}" for name in passages)
        yield f"  /{code}: read it again, then write what it rests on today: {today}"


def _unreviewed(answers: Answers, review: Review) -> Iterator[str]:
    yield f"The topics were reviewed with version {answers.standing.reviewed}, not with this one."
    yield f"{len(review.speaking)} topics still answer, since all their quotations stand in it."
    yield f"{len(review.withheld)} topics are withheld until reviewed; the nearest passage is quoted instead:"
    for name, passage in review.withheld.items():
        yield f"  {name}: " + (f"perhaps {passage}" if passage else "nothing found")
    yield (
        "Read the topics in content/answers/ against the new text, "
        f"then write {answers.corpus.version} into content/answers/review.yml."
    )


def _changes(answers: Answers, kept: Path) -> Iterator[str]:
    before = text_before(answers.corpus, kept)
    if before is None:
        return
    version, text = before
    changes = Changes.between(text, binding_text(answers.corpus))
    named = {"new": changes.added, "gone": changes.removed, "changed": changes.changed}
    told = [f"{what}: {', '.join(names)}" for what, names in named.items() if names]
    yield f"Since version {version}: {'; '.join(told) or 'the same passages'}."
