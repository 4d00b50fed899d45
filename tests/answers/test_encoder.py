"""The encoder turns texts into vectors as computed by hand, and says what is wrong with a folder."""

import sys
from pathlib import Path

import numpy as np
import pytest

from answers.encoder import BATCH, LONGEST, EncoderError, SentenceEncoder, sha256_of

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")
tokenizers = pytest.importorskip("tokenizers")
helper, TensorProto = onnx.helper, onnx.TensorProto

UNKNOWN = "[UNK]"
WORDS = ["[PAD]", UNKNOWN, "[CLS]", "data", "my", "delete", "daten", "löschen"]
TABLE = np.random.default_rng(7).normal(size=(len(WORDS), 4)).astype(np.float32)
NUMBERS = {word: number for number, word in enumerate(WORDS)}
INPUTS = ("input_ids", "attention_mask")


def save_tokenizer(folder: Path, *, first: str = "", fixed: int = 0, shortest: int = 0) -> None:
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel(NUMBERS, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    if first:
        tokenizer.post_processor = tokenizers.processors.TemplateProcessing(
            single=f"{first} $A", special_tokens=[(first, 2)]
        )
    if fixed:
        tokenizer.enable_padding(length=fixed)
    if shortest:
        tokenizer.enable_truncation(shortest)
    tokenizer.save(str(folder / "tokenizer.json"))


def save_network(
    folder: Path,
    *,
    inputs: tuple[str, ...] = INPUTS,
    integer: int = TensorProto.INT64,
    outputs: tuple[str, ...] = ("last_hidden_state",),
    table: np.ndarray = TABLE,
) -> None:
    """Looks every token up and adds 1 / the number of tokens it attends to.

    An output that holds one vector a text is that of the first token.
    """
    of_texts = [name for name in outputs if name != "last_hidden_state"]
    constants = {"table": table, "first": np.array(0), "tokens": np.array([1]), "numbers": np.array([2])}
    nodes = [
        helper.make_node("Gather", ["table", inputs[0]], ["meant"]),
        helper.make_node("Cast", [inputs[1 % len(inputs)]], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("ReduceSum", ["mask", "tokens"], ["attended"]),
        helper.make_node("Reciprocal", ["attended"], ["share"]),
        helper.make_node("Unsqueeze", ["share", "numbers"], ["shares"]),
        helper.make_node("Add", ["meant", "shares"], ["last_hidden_state"]),
        *(helper.make_node("Gather", ["last_hidden_state", "first"], [name], axis=1) for name in of_texts),
    ]
    axes = {name: ["texts", 4] for name in of_texts} | {"last_hidden_state": ["texts", "tokens", 4]}
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info(name, integer, ["texts", "tokens"]) for name in inputs],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, axes[name]) for name in outputs],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, folder / "model.onnx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save_tokenizer(tmp_path)
    save_network(tmp_path)
    return tmp_path


@pytest.fixture
def encoder(folder: Path) -> SentenceEncoder:
    return SentenceEncoder.load(folder)


def by_hand(*words: str, attended: int = 0) -> np.ndarray:
    mean = TABLE[[NUMBERS[word] for word in words]].mean(axis=0) + 1 / (attended or len(words))
    return mean / np.sqrt((mean**2).sum())


def test_a_text_is_the_mean_of_its_tokens_with_length_one(encoder: SentenceEncoder) -> None:
    [vector] = encoder.encode(["delete my data"])

    assert vector.dtype == np.float32
    assert vector == pytest.approx(by_hand("delete", "my", "data"), abs=1e-6)
    assert encoder.dimensions == 4


def test_padding_changes_no_vector_and_no_order(encoder: SentenceEncoder) -> None:
    texts = ["data", "delete my data", "", "my data my data my data", "löschen xyzzy"]

    together = encoder.encode(texts)

    alone = np.concatenate([encoder.encode([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-6)
    assert together[4] == pytest.approx(by_hand("löschen", UNKNOWN), abs=1e-6)


def test_more_texts_than_go_through_at_a_time_all_come_out(encoder: SentenceEncoder) -> None:
    texts = ["data " * (1 + n % 3) + "my" for n in range(2 * BATCH + 1)]

    vectors = encoder.encode(texts)

    assert vectors.shape == (2 * BATCH + 1, 4)
    assert vectors[2] == pytest.approx(by_hand("data", "data", "data", "my"), abs=1e-6)
    assert vectors[-1] == pytest.approx(encoder.encode(texts[-1:])[0], abs=1e-6)


def test_padding_and_truncation_that_the_tokenizer_brings(folder: Path) -> None:
    save_tokenizer(folder, fixed=16, shortest=2)

    [vector] = SentenceEncoder.load(folder).encode(["delete my data"])

    assert vector == pytest.approx(by_hand("delete", "my"), abs=1e-6)


def test_what_comes_after_the_longest_text_is_not_read(encoder: SentenceEncoder) -> None:
    [long, longer] = encoder.encode(["my " * LONGEST, "my " * LONGEST + "data " * LONGEST])

    assert longer == pytest.approx(long)
    assert longer == pytest.approx(by_hand("my", attended=LONGEST), abs=1e-5)


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_a_text_without_a_token_has_no_length(encoder: SentenceEncoder, text: str) -> None:
    assert not encoder.encode([text, "data"])[0].any()


def test_an_empty_text_is_what_the_tokenizer_makes_of_it(folder: Path) -> None:
    save_tokenizer(folder, first="[CLS]")

    assert SentenceEncoder.load(folder).encode([""])[0] == pytest.approx(by_hand("[CLS]"), abs=1e-6)


@pytest.mark.parametrize("text", ["\ud800", "👍🏽", "\x00", "北京", "𝔡𝔞𝔱𝔞"])
def test_any_text_has_a_vector(encoder: SentenceEncoder, text: str) -> None:
    assert encoder.encode([text])[0] == pytest.approx(by_hand(UNKNOWN), abs=1e-6)


def test_no_text_gives_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 4)


@pytest.mark.parametrize("name", ["sentence_embedding", "pooler_output"])
@pytest.mark.parametrize("before", [(), ("last_hidden_state",)])
def test_an_output_of_one_vector_a_text_is_not_pooled(
    folder: Path, name: str, before: tuple[str, ...]
) -> None:
    save_network(folder, outputs=(*before, name))

    [vector, _] = SentenceEncoder.load(folder).encode(["delete my data", "my data"])

    assert vector == pytest.approx(by_hand("delete", attended=3), abs=1e-6)


def test_a_network_may_want_short_integers_and_token_types(folder: Path) -> None:
    save_network(folder, inputs=(*INPUTS, "token_type_ids"), integer=TensorProto.INT32)

    assert SentenceEncoder.load(folder).encode(["my data"])[0] == pytest.approx(
        by_hand("my", "data"), abs=1e-6
    )


def test_the_sum_changes_with_any_file_and_a_changed_encoder_is_noticed(folder: Path) -> None:
    learnt_with = SentenceEncoder.load(folder).sha256

    assert SentenceEncoder.load(folder, learnt_with).sha256 == sha256_of(folder) == learnt_with
    save_tokenizer(folder, first="[CLS]")
    assert sha256_of(folder) != learnt_with
    with pytest.raises(EncoderError, match="train again"):
        SentenceEncoder.load(folder, learnt_with)


def test_a_relative_folder_begins_at_the_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("answers.encoder.ROOT", folder.parent)

    assert SentenceEncoder.load(Path(folder.name)).folder == Path(folder.name)


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_asked_for(folder: Path, missing: str) -> None:
    (folder / missing).unlink()

    with pytest.raises(EncoderError, match=r"put model\.onnx and tokenizer\.json there"):
        SentenceEncoder.load(folder)


def test_a_missing_folder_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="there"):
        SentenceEncoder.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("broken", "said"),
    [("model.onnx", "no model that onnxruntime can run"), ("tokenizer.json", "no tokenizer")],
)
@pytest.mark.parametrize("content", [b"", b"{}", b"\x00broken"])
def test_a_broken_file_is_told(folder: Path, broken: str, said: str, content: bytes) -> None:
    (folder / broken).write_bytes(content)

    with pytest.raises(EncoderError, match=said):
        SentenceEncoder.load(folder)


def test_a_tokenizer_that_cannot_read_every_word_is_refused(folder: Path) -> None:
    words = tokenizers.models.WordLevel({"data": 0}, unk_token=UNKNOWN)
    tokenizers.Tokenizer(words).save(str(folder / "tokenizer.json"))

    with pytest.raises(EncoderError, match="any text"):
        SentenceEncoder.load(folder)


@pytest.mark.parametrize("inputs", [("input_ids",), ("pixels", *INPUTS), ("input_ids", "mask_of_attention")])
def test_a_network_with_other_inputs_is_refused(folder: Path, inputs: tuple[str, ...]) -> None:
    save_network(folder, inputs=inputs)

    with pytest.raises(EncoderError, match="export it for integers"):
        SentenceEncoder.load(folder)


def test_a_network_that_does_not_know_all_tokens_is_refused(folder: Path) -> None:
    save_network(folder, table=TABLE[:-1])

    with pytest.raises(EncoderError, match="does not fit its tokenizer"):
        SentenceEncoder.load(folder)


def test_a_network_with_another_output_is_refused(folder: Path) -> None:
    save_network(folder, outputs=("logits",))

    with pytest.raises(EncoderError, match="one vector a token"):
        SentenceEncoder.load(folder)


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_a_missing_library_is_named_with_the_way_to_install_it(
    folder: Path, library: str, monkeypatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(EncoderError, match=rf"{library}.*uv pip install"):
        SentenceEncoder.load(folder)


def test_the_runtime_cannot_report_to_its_maker() -> None:
    libraries = [path.read_bytes() for path in Path(onnxruntime.__file__).parent.rglob("*.so*")]

    assert libraries
    assert not any(b"events.data.microsoft.com" in library for library in libraries)  # since 1.29
