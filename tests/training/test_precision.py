"""bfloat16 where the device has it, and the same results without."""

import torch

from models.training.precision import has_bfloat16, mixed_precision

CPU = torch.device("cpu")


def test_products_are_in_half_precision_only_where_the_processor_has_it() -> None:
    ones = torch.ones(2, 2)
    with mixed_precision(CPU):
        product = ones @ ones
    assert product.dtype == (torch.bfloat16 if has_bfloat16(CPU) else torch.float32)


def test_the_processor_says_so_itself() -> None:
    flags = ("avx512_bf16", "amx_bf16", "bf16")
    assert has_bfloat16(CPU) == any(torch.cpu.get_capabilities().get(name) for name in flags)
