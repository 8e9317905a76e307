"""The catalogue takes no more memory the longer it is used."""

from dossier.bench.memory_bench import measure_memory
from dossier.kernel.settings import form_schemas_folder


def test_evaluating_and_loading_again_leave_nothing_behind() -> None:
    heard: list[tuple[int, int]] = []
    told = measure_memory(form_schemas_folder(), 2, lambda done, of: heard.append((done, of)))
    assert told["flat"], told
    assert [each["after"] for each in told["steps"]] == [
        "开始",
        "装入",
        "1轮",
        "2轮",
        "第二次装入和检查",
        "第三次装入和检查",
    ]
    assert heard[-1] == (2, 2)
