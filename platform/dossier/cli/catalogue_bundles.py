"""``dossier catalogue export``, ``import``, ``trust``, ``installed``: definitions in the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text
from sqlalchemy.orm import Session, sessionmaker

from dossier.audit import SigningKey, open_key
from dossier.catalogue.editing import trust_store
from dossier.catalogue.editing.bundles import FILE_BYTES_MAX, unpack
from dossier.catalogue.living import LivingCatalogue
from dossier.catalogue.loading import Catalogue, load
from dossier.cli.definitions import FINDING, AsJson, end_with_usage, print_table, tell
from dossier.flows import bundles
from dossier.flows.definitions import verify_published
from dossier.identity import find_user, get_actor, may_somewhere, names_of
from dossier.identity.model import Permission
from dossier.kernel.clock import CIVIL, system_clock
from dossier.kernel.db import open_engine
from dossier.kernel.errors import DossierError
from dossier.kernel.ids import UserId
from dossier.kernel.log import configure_log
from dossier.kernel.settings import load_settings
from dossier.work import begin, look

Who = Annotated[str, typer.Option("--as", help="以谁的名义（登录名），记入审计日志")]
_STATES = {
    "new": "[green]新增[/]",
    "same": "相同",
    "changed": "[yellow]有改动[/]",
    "unusable": "[red]不能使用[/]",
}


@dataclass(frozen=True, slots=True)
class Installation:
    """What these commands need of the installation."""

    sessions: sessionmaker[Session]
    catalogue: Catalogue
    key: SigningKey


def add_to(app: typer.Typer) -> None:
    """Add the commands to those of the catalogue."""
    app.command(
        "export",
        help="把服务定义导出为一个签名的文件，交给别的单位。退出码：0 已写出，1 不能导出，2 用法错误。",
    )(export)
    app.command(
        "import",
        help="查看别的单位导出的文件；加 --as 时把选中的服务收为草稿，仍要由另一人复核发布。"
        "退出码：0 已查看或已收下，1 不能导入（签名不对、单位不受信任等），2 用法错误。",
    )(import_file)
    app.command(
        "trust",
        help="列出受信任的单位和本单位的公钥；给出公钥文件和 --name、--as 时登记一个单位，"
        "--remove 取消一个。退出码：0 成功，1 不能登记，2 用法错误。",
    )(trust)
    app.command(
        "installed",
        help="列出在本系统里起草并发布的版本，逐个核对摘要和审计日志。退出码：0 都完好，1 有被改动的，2 用法错误。",
    )(installed)


def export(
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件")],
    who: Who,
    codes: Annotated[
        list[str] | None,
        typer.Argument(help="服务编码，可写多个；默认全部，各取最新的已发布版本"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a signed bundle."""
    with _installed() as here, _told():
        wanted = codes or sorted({code for code, _ in here.catalogue.definitions})
        with begin(here.sessions, _person(here, who, publish=False), system_clock) as work:
            content = bundles.export_bundle(
                work, here.catalogue, here.key, [(code, None) for code in wanted]
            )
        try:
            out.write_bytes(content)
        except OSError:
            end_with_usage(f"写不进文件“{out}”，请检查路径和权限。")
        with look(here.sessions) as session:
            _, _, mark = bundles.own_key(session, here.key)
    if as_json:
        tell({"file": str(out), "services": len(wanted), "fingerprint": mark})
    else:
        typer.echo(f"已写到 {out}，共 {len(wanted)} 项服务。签名密钥指纹 {mark}")


def import_file(
    file: Annotated[Path, typer.Argument(help="别的单位导出的文件")],
    who: Annotated[
        str | None, typer.Option("--as", help="收为草稿的人（登录名）；不写只查看")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="只收这项服务，可写多次；默认新增和有改动的"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Look into a bundle, and take it in."""
    try:
        with file.open("rb") as opened:
            content = opened.read(FILE_BYTES_MAX + 1)
    except OSError:
        end_with_usage(f"读不到文件“{file}”，请检查路径。")
    made: tuple[str, ...] = ()
    with _installed() as here, _told():
        bundle = unpack(content)
        with look(here.sessions) as session:
            found = bundles.inspect_bundle(session, here.catalogue, here.key, bundle)
        chosen = only or [one.code for one in found.items if one.state in ("new", "changed")]
        if who is not None:
            person = _person(here, who, publish=False)
            with begin(here.sessions, person, system_clock) as work:
                made = bundles.import_bundle(work, here.catalogue, here.key, bundle, chosen)
    if as_json:
        tell({**asdict(found), "office": bundle.manifest.office, "drafts": list(made)})
        return
    console = Console()
    signer = found.signer or "不受信任"
    console.print(
        Text(f"导出单位：{bundle.manifest.office}　签名：{signer}　{found.fingerprint}")
    )
    table = Table("编码", "名称", "对方版本", "情况", "改动或缺少")
    for one in found.items:
        lines = [f"缺少{each}" for each in one.missing] + list(one.changes)
        table.add_row(
            one.code, Text(one.title_zh), str(one.version_there), _STATES[one.state], Text("\n".join(lines))
        )  # fmt: skip
    print_table(console, table)
    if made:
        console.print(f"已收为 {len(made)} 份草稿，请另一位同事在“服务定义”里复核发布。")


def trust(
    key: Annotated[
        Path | None, typer.Argument(help="对方的公钥文件（一行 ssh-ed25519 …）")
    ] = None,
    name: Annotated[str, typer.Option(help="对方单位的名称")] = "",
    remove: Annotated[str | None, typer.Option(help="取消信任：列表里的编号")] = None,
    who: Annotated[
        str | None, typer.Option("--as", help="以谁的名义（登录名），记入审计日志")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List, add or remove the offices whose bundles are taken."""
    if (key is not None or remove is not None) and who is None:
        end_with_usage("登记或取消信任要写明是谁：--as 登录名。")
    with _installed() as here, _told():
        if who is not None and (key is not None or remove is not None):
            with begin(here.sessions, _person(here, who, publish=True), system_clock) as work:
                if remove is not None:
                    bundles.distrust_office(work, remove)
                elif key is not None:
                    bundles.trust_office(work, name, _line(key))
        with look(here.sessions) as session:
            office, own, mark = bundles.own_key(session, here.key)
            offices = trust_store.trusted(session)
    if as_json:
        tell(
            {
                "own": {"office": office, "public_key": own, "fingerprint": mark},
                "trusted": [asdict(one) for one in offices],
            }
        )
        return
    console = Console()
    console.print(Text(f"本单位：{office}　{mark}\n{own}"))
    if not offices:
        console.print("还没有受信任的单位。")
        return
    table = Table("编号", "单位", "指纹")
    for one in offices:
        table.add_row(one.id, Text(one.name), one.fingerprint)
    print_table(console, table)


def installed(as_json: AsJson = False) -> None:
    """List the versions that were published here, and hold each against the audit log."""
    with _installed() as here, look(here.sessions) as session:
        found = verify_published(session)
        names = names_of(session, {one.version.published_by for one in found})
    wrong = any(one.fault for one in found)
    if as_json:
        tell(
            {
                "versions": [
                    {
                        "code": one.version.code,
                        "version": one.version.version,
                        "digest": one.version.digest,
                        "office": one.version.office,
                        "published_at": one.version.published_at,
                        "fault": one.fault,
                    }
                    for one in found
                ],
                "intact": not wrong,
            }
        )
    elif not found:
        typer.echo("本系统里还没有发布过版本，服务定义都是随系统来的。")
    else:
        table = Table("编码", "版本", "来自", "发布人", "发布时间", "核对")
        for one in found:
            kept = one.version
            at = kept.published_at.astimezone(CIVIL)
            table.add_row(
                kept.code,
                str(kept.version),
                Text(kept.office or "本单位"),
                Text(names.get(kept.published_by, "")),
                f"{at:%Y-%m-%d %H:%M}",
                Text(one.fault or "完好", style="red" if one.fault else "green"),
            )
        print_table(Console(), table)
    raise typer.Exit(FINDING if wrong else 0)


@contextmanager
def _installed() -> Iterator[Installation]:
    settings = load_settings()
    configure_log(
        json_lines=settings.log_json
    )  # to standard error: what is printed is the answer
    engine = open_engine(settings.url)
    try:
        sessions = sessionmaker(engine)
        living = LivingCatalogue(load(settings.schemas))
        with look(sessions) as session:
            living.refresh(session)
        yield Installation(sessions, living.catalogue, open_key(settings.home / "keys"))
    finally:
        engine.dispose()


@contextmanager
def _told() -> Iterator[None]:
    """Say in one line what the domain refuses, and end with a finding."""
    try:
        yield
    except DossierError as error:
        Console(stderr=True).print(Text(error.message))
        raise typer.Exit(FINDING) from None


def _person(here: Installation, login: str, *, publish: bool) -> UserId:
    """Return the account that acts; one without the right may not, here as little as elsewhere."""
    needed = Permission.CATALOGUE_PUBLISH if publish else Permission.CATALOGUE_EDIT
    with look(here.sessions) as session:
        user = find_user(session, login)
        may = user is not None and may_somewhere(get_actor(session, user.id), needed)
    if user is None or not user.active or not may:
        end_with_usage(f"没有登录名为“{login}”的在职人员，或其岗位没有这项权限；请核对 --as。")
    return user.id


def _line(path: Path) -> str:
    try:
        return path.read_text("utf-8")[:2000]
    except (OSError, UnicodeDecodeError):
        end_with_usage(f"读不到公钥文件“{path}”，请检查路径。")
