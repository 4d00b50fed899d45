"""Turn texts into vectors of what they mean, with a model that the operator brings."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

LONGEST = 256  # tokens of a text that are read
BATCH = 32  # texts that go through the network at a time
ROOT = Path(__file__).resolve().parent.parent  # where a relative folder begins
_INPUTS = {"input_ids", "attention_mask", "token_type_ids"}  # not every network takes the last
_INTEGERS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}
_OF_TEXTS = {"sentence_embedding": 0, "pooler_output": 1}  # outputs with one vector a text, best first

Vectors = npt.NDArray[np.float32]


class EncoderError(Exception):
    """The encoder cannot be used; the message says what to do about it."""


def sha256_of(folder: Path) -> str:
    """The SHA-256 of the names and contents of the files in *folder*; raises `EncoderError`."""
    try:
        found = {path for path in (ROOT / folder).iterdir() if path.is_file()}
        files = sorted(found | {ROOT / folder / "model.onnx", ROOT / folder / "tokenizer.json"})
        parts = [sha256(part).digest() for path in files for part in (path.name.encode(), path.read_bytes())]
    except OSError as error:
        raise EncoderError(f"{folder} cannot be read: put model.onnx and tokenizer.json there.") from error
    return sha256(b"".join(parts)).hexdigest()


@dataclass(frozen=True)
class SentenceEncoder:
    """A network and its tokenizer; both run here, in one thread, and nothing is fetched."""

    folder: Path
    sha256: str
    dimensions: int
    _network: "_Network"
    _tokenizer: Any

    @classmethod
    def load(cls, folder: Path, expected: str | None = None) -> Self:
        """Read *folder*; raises `EncoderError`, also when its SHA-256 is not the *expected* one."""
        if (found := sha256_of(folder)) != (expected or found):
            raise EncoderError(f"{folder} does not hold the encoder that the model learnt with: train again.")
        try:
            import onnxruntime  # noqa: PLC0415  # optional
            import tokenizers  # noqa: PLC0415  # optional
        except ImportError as error:
            raise EncoderError(f"{error}: run .venv/bin/uv pip install -e '.[encoder]'.") from error
        tokenizer = _tokenizer(tokenizers.Tokenizer, ROOT / folder / "tokenizer.json")
        network = _Network.of(onnxruntime, ROOT / folder / "model.onnx")
        most = [max(tokenizer.get_vocab().values())] * tokenizer.truncation["max_length"]
        dimensions = network.vectors([most[:1], most]).shape[1]  # what fails, fails now
        return cls(folder, found, dimensions, network, tokenizer)

    def encode(self, texts: list[str]) -> Vectors:
        """One vector of length 1 a text; of length 0 without any token. Lone surrogates are read as `?`."""
        rows = [self._tokenizer.encode(text.encode(errors="replace").decode()).ids for text in texts]
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        order = sorted((n for n, row in enumerate(rows) if row), key=lambda n: len(rows[n]))
        for batch in (order[start : start + BATCH] for start in range(0, len(order), BATCH)):
            vectors[batch] = self._network.vectors([rows[n] for n in batch])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(lengths, np.finfo(np.float32).tiny))


@dataclass(frozen=True)
class _Network:
    path: Path
    session: Any
    inputs: dict[str, Any]  # the integer type of each
    output: str

    @classmethod
    def of(cls, onnxruntime: Any, path: Path) -> Self:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # its errors share no narrower base
            raise EncoderError(f"{path} is no model that onnxruntime can run: export it again.") from error
        inputs = {given.name: _INTEGERS.get(given.type) for given in session.get_inputs()}
        if inputs.keys() | {"token_type_ids"} != _INPUTS or None in inputs.values():
            raise EncoderError(f"{path} takes {sorted(inputs)}: export it for integers {sorted(_INPUTS)}.")
        outputs = (made.name for made in session.get_outputs())
        return cls(path, session, inputs, min(outputs, key=lambda name: _OF_TEXTS.get(name, 2)))

    def vectors(self, rows: list[list[int]]) -> Vectors:
        mask = np.arange(max(map(len, rows))) < np.array([[len(row)] for row in rows])
        tokens = np.zeros(mask.shape, np.int64)
        tokens[mask] = np.concatenate(rows)
        given = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        try:
            feed = {name: given[name].astype(integer) for name, integer in self.inputs.items()}
            made = self.session.run([self.output], feed)[0].astype(np.float32)
        except Exception as error:  # its errors share no narrower base
            raise EncoderError(f"{self.path} does not fit its tokenizer: export both again.") from error
        if made.shape[:-1] == mask.shape:
            made = np.where(mask[..., None], made, 0).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        elif self.output not in _OF_TEXTS or made.shape[:-1] != mask.shape[:1]:
            raise EncoderError(f"{self.path} gives {made.shape}: export it to give one vector a token.")
        return np.asarray(made, np.float32)


def _tokenizer(tokenizer: Any, path: Path) -> Any:
    try:
        made = tokenizer.from_file(str(path))
        made.enable_truncation(min(LONGEST, (made.truncation or {}).get("max_length", LONGEST)))
        made.no_padding()
        made.encode("\U000f1e1d")  # stands in no vocabulary
    except Exception as error:  # tokenizers raises nothing narrower
        raise EncoderError(f"{path} is no tokenizer that reads any text: save it again.") from error
    return made
