"""The text from which a new service is started."""

_TEXT = """\
# 新服务：按需要增删；每个“编码”用小写字母，写好后在右侧试算、看预览。
code: {code}
version: {version}
title_zh: {title}
target_zh: 请写明办理对象
kind: service
group: {group}
group_zh: {group_zh}

provenance:
  source: 请写明依据的文件
  confidence: low
  item_default_confidence: low

papers:
  id_card:
    title_zh: 居民身份证
    fields: {{name: string, id_number: string}}

persons:
  applicant:
    title_zh: 申请人
    name: /applicant_name
    id_number: /applicant_id

form:
  $schema: https://json-schema.org/draft/2020-12/schema
  type: object
  additionalProperties: false
  required: [applicant_name, applicant_id]
  properties:
    applicant_name: {{type: string, title: 申请人姓名, minLength: 1, maxLength: 50}}
    applicant_id: {{type: string, title: 公民身份号码, format: cn-id-18}}
    local_resident: {{type: boolean, title: 是否本市户籍}}

ui:
  groups:
    - code: applicant
      title_zh: 申请人
      fields: [applicant_name, applicant_id, local_resident]

from_document:
  - {{pointer: /applicant_name, document: id_card, field: name, person: applicant}}
  - {{pointer: /applicant_id, document: id_card, field: id_number, person: applicant}}

eligibility:
  - id: local
    zh: 具有本市户籍
    cel: local_resident == true

materials:
  - code: id_card
    title_zh: 居民身份证
    document_type: id_card
    per: applicant
    form: verify_original_keep_copy
    copies: 1

stages:
  - {{order: 1, level: 社区, action_zh: 受理并审查, decider: community_director, kind: decide}}

outputs:
  - {{code: receipt, title_zh: 受理回执, kind: notice}}

archive:
  category: ZY
  category_zh: {group_zh}
  retention: D30
  to_confirm: true

remedies_zh:
  - 对结果有异议的，可以在法定期限内申请行政复议或者提起行政诉讼

examples:
  - title_zh: 可以办理
    outcome: valid
    day: 2026-03-09
    form: &applicant
      applicant_name: 张三
      applicant_id: "210102196905120221"
      local_resident: true
    materials_due: [id_card]
  - title_zh: 不是本市户籍
    outcome: refused
    day: 2026-03-09
    form:
      <<: *applicant
      local_resident: false
"""


def starting_text(code: str, version: int, title: str, group_zh: str) -> str:
    """Return a small service that passes the check, to be made into the real one.

    title, group_zh: free text, written so that YAML takes them for nothing else.
    """
    return _TEXT.format(
        code=code,
        version=version,
        title=_quoted(title),
        group=code.partition(".")[0],
        group_zh=_quoted(group_zh),
    )


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return "'" + line.replace("'", "''") + "'"
