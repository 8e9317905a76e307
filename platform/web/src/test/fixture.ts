/** An invented household and its papers, for development without a server and for tests. */
import type { Benefit, Case, CaseFile, FormData, Guide, Json, Material, Page, Problem, Provenance, ReadDocument, Service, ServiceForm } from "../client/types";

const choice = (title: string, options: [string, string][]) => ({
  type: "string",
  title,
  oneOf: options.map(([value, name]) => ({ const: value, title: name })),
});
const text = (title: string) => ({ type: "string", title });
const yesNo = (title: string) => ({ type: "boolean", title });
const money = (title: string) => ({ type: "integer", format: "money-fen", minimum: 0, title });
const idNumber = (title: string) => ({ type: "string", format: "cn-id-18", title });

export const SERVICES: Service[] = [
  { code: "social-security.dibao", version: 1, title: "低保、边缘户申请", group: "社会保障", kind: "service", target: "具有本市户籍、共同生活家庭成员人均收入和实际生活水平低于等于当地低保标准的家庭。", confidence: "seed", unconfirmed: 4 },
  { code: "social-security.gongzu", version: 1, title: "公共租赁住房货币补贴", group: "社会保障", kind: "service", target: "城镇中等偏下收入住房困难家庭。", confidence: "seed", unconfirmed: 6 },
  { code: "gov.seal-use", version: 1, title: "印章使用登记", group: "社区治理与内部管理", kind: "register", target: "社区开展自治活动和日常工作用印。", confidence: "seed", unconfirmed: 1 },
  { code: "gov.expense-approval", version: 1, title: "经费支出审批", group: "社区治理与内部管理", kind: "governance", target: "社区居委会的各项经费支出。", confidence: "seed", unconfirmed: 2 },
];

export const GUIDE: Guide = {
  target: "具有本市户籍、共同生活家庭成员人均收入和实际生活水平低于等于当地低保标准的家庭。",
  conditions: [{ text: "具有本市户籍", to_confirm: false }],
  steps: [
    { level: "社区", action: "受理申请，一次性告知", limit: "当场", notice: "", decides: false, to_confirm: false },
    { level: "区县", action: "审批", limit: "7个工作日", notice: "公示7天", decides: true, to_confirm: true },
  ],
  limit: { text: "30个工作日", to_confirm: true },
  fee: { text: "免费", to_confirm: true },
  benefit: "月低保金：低保标准 × 人数 − 家庭月总收入",
  remedies: [],
  source: "",
  unconfirmed: 4,
};

export const SERVICE_FORM: ServiceForm = {
  code: "social-security.dibao",
  version: 1,
  title: "低保、边缘户申请",
  labels: { id_card: "居民身份证", hukou_booklet: "居民户口簿", income_proof: "收入证明", bank_card: "银行卡" },
  form_schema: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    required: ["application_kind", "applicant_name", "applicant_id_no", "applicant_phone", "hukou_address", "household_members"],
    properties: {
      application_kind: choice("申请类别", [["dibao", "低保"], ["margin", "低保边缘户"]]),
      area_kind: choice("城乡类别", [["urban", "城市低保"], ["rural", "农村低保"]]),
      applicant_name: text("姓名"),
      applicant_id_no: idNumber("公民身份号码"),
      applicant_gender: choice("性别", [["male", "男"], ["female", "女"]]),
      applicant_birth_date: { type: "string", format: "date", title: "出生日期" },
      applicant_ethnicity: text("民族"),
      applicant_phone: text("联系电话"),
      hukou_address: text("户籍地址"),
      residence_address: text("现居住地址"),
      hukou_in_city: yesNo("本市户籍"),
      residence_same_as_hukou: yesNo("居住地与户籍地一致"),
      residence_months: { type: "integer", minimum: 0, title: "实际居住月数" },
      household_members: {
        type: "array",
        title: "共同生活家庭成员",
        minItems: 1,
        items: {
          type: "object",
          required: ["member_name", "member_id_no", "relation_to_applicant"],
          properties: {
            member_name: text("姓名"),
            member_id_no: idNumber("公民身份号码"),
            relation_to_applicant: choice("与申请人关系", [["self", "本人"], ["spouse", "配偶"], ["child", "子女"], ["parent", "父母"]]),
            marital_status: choice("婚姻状况", [["single", "未婚"], ["married", "已婚"], ["divorced", "离异"], ["widowed", "丧偶"]]),
            employment_status: choice("就业状况", [["employed", "在职"], ["flexible", "灵活就业"], ["none", "无业"]]),
            employer_name: text("工作单位"),
            monthly_income: money("月收入"),
            is_disabled: yesNo("是否残疾"),
            disability_cert_no: text("残疾人证号"),
          },
        },
      },
      other_income: money("其他收入（赡养费、租金等）"),
      household_size: { type: "integer", title: "共同生活人数", readOnly: true },
      total_monthly_income: { ...money("家庭月总收入"), readOnly: true },
      per_capita_income: { ...money("人均月收入"), readOnly: true },
      property_ok: yesNo("财产符合规定"),
      property_house_count: { type: "integer", minimum: 0, title: "住房套数" },
      bank_name: text("开户银行"),
      bank_account: text("银行账号"),
      bank_holder: text("账户户名"),
      authorisation_signed: yesNo("已签委托授权书"),
    },
  },
  ui_schema: {
    "ui:groups": [
      { code: "apply", title: "申请", fields: ["application_kind", "area_kind"] },
      {
        code: "applicant",
        title: "申请人",
        fields: ["applicant_name", "applicant_id_no", "applicant_gender", "applicant_birth_date", "applicant_ethnicity", "applicant_phone"],
      },
      {
        code: "home",
        title: "户籍与居住",
        fields: ["hukou_address", "residence_address", "hukou_in_city", "residence_same_as_hukou", "residence_months"],
      },
      { code: "family", title: "家庭成员", fields: ["household_members"] },
      {
        code: "income",
        title: "收入与财产",
        fields: ["other_income", "household_size", "total_monthly_income", "per_capita_income", "property_ok", "property_house_count"],
      },
      { code: "bank", title: "发放账户", fields: ["bank_name", "bank_account", "bank_holder"] },
      { code: "sign", title: "授权", fields: ["authorisation_signed"] },
    ],
    other_income: { "ui:options": { unit: "元/月" } },
    household_members: { items: { monthly_income: { "ui:options": { unit: "元/月" } } } },
  },
};

type Line = [name: string, label: string, value: string, confidence: number, x: number, y: number];

interface Paper {
  file: string;
  type: string;
  title: string;
  width: number;
  height: number;
  lines: Line[];
  /** What stands on the paper and is not read. */
  missed?: Line[];
  /** Form pointer of each field, with its value in the form. */
  fills: Record<string, [pointer: string, value: Json][]>;
}

export const PAPERS: Paper[] = [
  {
    file: "身份证_王桂兰.jpg",
    type: "id_card",
    title: "居民身份证",
    width: 1012,
    height: 638,
    lines: [
      ["name", "姓名", "王桂兰", 0.99, 190, 90],
      ["gender", "性别", "女", 0.99, 190, 165],
      ["ethnicity", "民族", "汉", 0.97, 400, 165],
      ["birth_date", "出生", "1969-07-15", 0.98, 190, 240],
      ["address", "住址", "沈阳市和安区丁香路18号3单元502室", 0.94, 190, 320],
      ["id_number", "公民身份号码", "210108196907150027", 0.99, 330, 540],
    ],
    fills: {
      name: [["/applicant_name", "王桂兰"], ["/household_members/0/member_name", "王桂兰"]],
      gender: [["/applicant_gender", "female"]],
      ethnicity: [["/applicant_ethnicity", "汉"]],
      birth_date: [["/applicant_birth_date", "1969-07-15"]],
      id_number: [["/applicant_id_no", "210108196907150027"], ["/household_members/0/member_id_no", "210108196907150027"]],
    },
  },
  {
    file: "户口簿.jpg",
    type: "hukou_booklet",
    title: "居民户口簿",
    width: 1400,
    height: 990,
    lines: [
      ["head_name", "户主姓名", "王桂蓝", 0.91, 300, 130],
      ["address", "住址", "沈阳市和安区丁香路18号3单元502室", 0.72, 300, 240],
      ["member_relation", "与户主关系", "户主", 0.96, 300, 480],
      ["member_marital", "婚姻状况", "丧偶", 0.66, 900, 480],
    ],
    fills: {
      address: [["/hukou_address", "沈阳市和安区丁香路18号3单元502室"]],
      member_marital: [["/household_members/0/marital_status", "widowed"]],
    },
  },
  {
    file: "收入证明_陈磊.jpg",
    type: "income_proof",
    title: "收入证明",
    width: 1240,
    height: 1754,
    lines: [
      ["name", "姓名", "陈磊", 0.98, 260, 420],
      ["id_number", "身份证号", "21010819971022003X", 0.99, 520, 420],
      ["employer", "单位", "和安区云杉物业服务有限公司", 0.95, 260, 520],
      ["monthly_income", "月收入", "1850.00", 0.81, 260, 620],
    ],
    missed: [["issued_on", "开具日期", "2026年3月2日", 0, 760, 1480]],
    fills: {
      name: [["/household_members/1/member_name", "陈磊"]],
      id_number: [["/household_members/1/member_id_no", "21010819971022003X"]],
      employer: [["/household_members/1/employer_name", "和安区云杉物业服务有限公司"]],
      monthly_income: [["/household_members/1/monthly_income", 185000]],
    },
  },
];

const FONT = 34;

/** The paper drawn: an SVG, so that boxes and letters are where the fixture says. */
export function drawn(paper: Paper): string {
  const lines = [...paper.lines, ...(paper.missed ?? [])].map(
    ([, label, value, , x, y]) =>
      `<text x="${x - 20}" y="${y + FONT - 4}" text-anchor="end" font-size="24" fill="#667">${label}</text>` +
      `<text x="${x}" y="${y + FONT - 4}" font-size="${FONT}">${value}</text>`,
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${paper.width}" height="${paper.height}" ` +
    `font-family="Noto Sans CJK SC"><rect width="100%" height="100%" fill="#f4f1e8"/>` +
    `<text x="50%" y="52" text-anchor="middle" font-size="30" fill="#844">${paper.title}（样张）</text>${lines.join("")}</svg>`
  );
}

/** A row of the paper, with some room around it. */
export function cut(paper: Paper, left: number, top: number, right: number): string {
  const view = [left - 60, top - 26, right - left + 120, FONT + 56].join(" ");
  return drawn(paper).replace(/width="\d+" height="\d+"/, `width="${right - left + 120}" height="${FONT + 56}" viewBox="${view}"`);
}

const widthOf = (value: string) => Array.from(value).reduce((sum, one) => sum + (one > "\u00ff" ? FONT : FONT * 0.56), 0);

export interface ReadPaper {
  file: CaseFile;
  document: ReadDocument;
  provenance: Provenance[];
  fills: [string, Json][];
}

/** What the reading of the paper at `index` gives. */
export function readPaper(index: number, id: string, at: string): ReadPaper {
  const paper = PAPERS[index % PAPERS.length];
  if (!paper) throw new Error("no papers");
  const page: Page = {
    id: `p-${id}`,
    number: 1,
    width: paper.width,
    height: paper.height,
    image_url: `/api/v1/pages/${index % PAPERS.length}/image`,
  };
  const documentId = `d-${id}`;
  const values = paper.lines.map(([name, label, value, confidence, x, y]) => ({
    id: `v-${id}-${name}`,
    name,
    label,
    value,
    confidence,
    auto: confidence >= 0.93,
    corrected: false,
    waits: false,
    box: { page_id: page.id, x0: x, y0: y, x1: x + widthOf(value), y1: y + FONT + 4 },
  }));
  const provenance = Object.entries(paper.fills).flatMap(([field, fills]) => {
    const value = values.find((one) => one.name === field);
    return fills.map(([pointer]) => ({
      pointer,
      origin: "document" as const,
      document_id: documentId,
      field,
      confidence: value?.confidence ?? null,
      confirmed: value?.auto ?? false,
      box: value?.box ?? null,
    }));
  });
  return {
    file: {
      id,
      name: paper.file,
      media_type: "image/jpeg",
      size_bytes: 412_000,
      received_at: at,
      state: "read",
      message: null,
      removed: false,
      pages: [page],
      findings: [],
    },
    document: {
      id: documentId,
      file_id: id,
      document_type: paper.type,
      title: paper.title,
      confidence: 0.98,
      parts: [],
      page_ids: [page.id],
      values,
      findings: [],
    },
    provenance,
    fills: Object.values(paper.fills).flat(),
  };
}

function material(part: Partial<Material> & Pick<Material, "code" | "title">): Material {
  return {
    person_pointer: null,
    person_name: null,
    document_types: [],
    form: "verify_original_keep_copy",
    copies: 1,
    original_required: false,
    waivable: false,
    reason: "",
    status: "missing",
    undecided: false,
    question: "",
    issuer: "",
    to_confirm: false,
    document_ids: [],
    originals_seen: false,
    note: null,
    ...part,
  };
}

/** The invented rules of the mock: enough to show every state. */
export function evaluated(view: Pick<Case, "documents" | "form">): Case["evaluation"] {
  const has = (type: string) => view.documents.filter((one) => one.document_type === type).map((one) => one.id);
  const given = (type: string) => ({ status: has(type).length > 0 ? ("present" as const) : ("missing" as const), document_ids: has(type) });
  const form = view.form as FormData;
  const members = Array.isArray(form.household_members) ? form.household_members : [];
  const head = members.length > 0;
  const income = members.reduce<number>((sum, one) => {
    const row = one as FormData;
    return sum + (typeof row.monthly_income === "number" ? row.monthly_income : 0);
  }, 0);
  const each = members.length > 0 ? Math.round(income / members.length) : 0;
  const problems: Problem[] = [];
  const card = view.documents.find((one) => one.document_type === "id_card");
  const booklet = view.documents.find((one) => one.document_type === "hukou_booklet");
  const name = card?.values.find((one) => one.name === "name");
  const headName = booklet?.values.find((one) => one.name === "head_name");
  if (card && booklet && name && headName && name.value !== headName.value) {
    problems.push({
      pointer: "/household_members/0/member_name",
      code: "name_differs",
      message: `户口簿上的姓名“${headName.value}”与身份证上的“${name.value}”不一致。`,
      remedy: "对照两份原件：读错的就地改正；材料本身不一致的，请居民到派出所更正户口簿后再交。",
      severity: "block",
      evidence: [
        { document_id: card.id, field: "name", title: "居民身份证 · 姓名", value: name.value, box: name.box },
        { document_id: booklet.id, field: "head_name", title: "居民户口簿 · 户主姓名", value: headName.value, box: headName.box },
      ],
    });
  }
  if (head && typeof form.applicant_phone !== "string") {
    problems.push({
      pointer: "/applicant_phone",
      code: "phone_missing",
      message: "还没有填联系电话。",
      remedy: "请填申请人本人或家人的手机号，发放和公示都要通知到人。",
      severity: "warn",
      evidence: [],
    });
  }
  const benefit: Benefit | null =
    head && each > 0
      ? {
          amount_fen: Math.max(0, 120_000 - each) * members.length,
          unit: "元/月",
          working: [
            `人均月收入 = ${income / 100} ÷ ${members.length} = ${each / 100} 元`,
            `月低保金 = (1200 − ${each / 100}) × ${members.length} = ${(Math.max(0, 120_000 - each) * members.length) / 100} 元`,
          ],
          to_confirm: true,
        }
      : null;
  return {
    derived: head ? { "/household_size": members.length, "/total_monthly_income": income, "/per_capita_income": each } : {},
    eligibility: [
      { id: "hukou", title: "具有本市户籍", verdict: form.hukou_in_city === true ? "yes" : form.hukou_in_city === false ? "no" : "unknown", reason: form.hukou_in_city === undefined ? "“本市户籍”还没有填" : "" },
      { id: "income", title: "人均收入不高于低保标准", verdict: head && each > 0 ? "yes" : "unknown", reason: head && each > 0 ? `人均 ${each / 100} 元，标准 1200 元` : "收入还没有填全" },
      { id: "living", title: "实际生活水平不高于标准", verdict: "unknown", reason: "入户调查后填写" },
    ],
    materials: [
      material({ code: "application_form", title: "低保申请（审批）表", form: "filled_form_original" }),
      material({ code: "bank_card", title: "银行卡", form: "copy", ...given("bank_card") }),
      ...(head
        ? [
            material({ code: "id_cards", title: "居民身份证", person_pointer: "/household_members/0", person_name: "王桂兰", original_required: true, ...given("id_card") }),
            material({ code: "hukou", title: "居民户口簿", person_pointer: "/household_members/0", person_name: "王桂兰", ...given("hukou_booklet") }),
            material({ code: "disability", title: "残疾证明", person_pointer: "/household_members/0", person_name: "王桂兰", waivable: true, status: "unchecked", reason: "有残疾人" }),
          ]
        : []),
      ...(members.length > 1
        ? [
            material({ code: "id_cards", title: "居民身份证", person_pointer: "/household_members/1", person_name: "陈磊", original_required: true }),
            material({ code: "income_employed", title: "收入证明（单位出具）", person_pointer: "/household_members/1", person_name: "陈磊", form: "original", reason: "在职", ...given("income_proof") }),
          ]
        : []),
    ],
    problems,
    checklist: [
      { id: "size", text: "共同生活人数按实际共同生活计算，不只看户口簿", severity: "warn", stage: 1 },
      { id: "sign", text: "每个成年成员都在授权书上签了字", severity: "block", stage: 1 },
    ],
    benefit,
    missing_parameters: [],
    complete: false,
  };
}

/** A case that was just opened. */
export function emptyCase(id: string, at: string): Case {
  return {
    summary: {
      id,
      case_no: null,
      service: "social-security.dibao",
      version: 1,
      service_title: "低保、边缘户申请",
      applicant: null,
      unit: "丁香社区",
      status: "open",
      status_title: "办理中",
      stage_title: "窗口登记",
      opened_at: at,
      due_on: null,
      due_provisional: false,
      overdue: false,
      missing: 2,
      blocking: 0,
    },
    revision: 1,
    form: {},
    provenance: [],
    files: [],
    reused: [],
    residents: [],
    documents: [],
    evaluation: evaluated({ documents: [], form: {} }),
    stages: [
      { order: 1, level: "社区", title: "受理、入户调查", role: "community_director", role_title: "社区居委会主任", state: "now", limit: null, due: null, overdue: false, public_notice: null },
      { order: 2, level: "社区", title: "社区公示", role: "community_director", role_title: "社区居委会主任", state: "ahead", limit: null, due: null, overdue: false, public_notice: "公示7天" },
      { order: 3, level: "街道", title: "街道复查", role: "street_reviewer", role_title: "街道审核员", state: "ahead", limit: null, due: null, overdue: false, public_notice: null },
      { order: 4, level: "区县", title: "民政局审查", role: "district_approver", role_title: "区县审批员", state: "ahead", limit: "按月审批", due: null, overdue: false, public_notice: null },
    ],
    actions: [{ id: `a-${id}`, kind: "open", title: "开件", actor_name: "林晓", at, detail: null }],
    letters: [],
    public_notice: null,
    payment: null,
    reference_code: null,
    offered: ["edit", "supplement", "accept", "withdraw"],
    newer_version: null,
    reading: 0,
    waiting_values: 0,
  };
}

/** Put a read paper into a case, as the flows of the server would. */
export function withPaper(view: Case, read: ReadPaper, put: (form: FormData, pointer: string, value: Json) => FormData): Case {
  const pointers = new Set(read.provenance.map((one) => one.pointer));
  const form = read.fills.reduce<FormData>((form, [pointer, value]) => put(form, pointer, value), view.form as FormData);
  const documents = [...view.documents, read.document];
  return {
    ...view,
    revision: view.revision + 1,
    form,
    documents,
    provenance: [...view.provenance.filter((one) => !pointers.has(one.pointer)), ...read.provenance],
    evaluation: evaluated({ documents, form }),
  };
}
