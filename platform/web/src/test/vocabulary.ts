/** A few names of an invented house, for tests of the completion. */
import type { Vocabulary } from "../editor/types";

export const VOCABULARY: Vocabulary = {
  document_types: [
    {
      code: "id_card",
      title: "居民身份证",
      fields: [
        { name: "name", title: "姓名", value_type: "text" },
        { name: "birth_date", title: "出生日期", value_type: "date" },
      ],
    },
    { code: "bank_card", title: "银行卡", fields: [] },
  ],
  roles: [{ code: "street_reviewer", title: "街道审核员" }],
  levels: [{ code: "社区", title: "社区" }],
  parameters: [{ code: "dibao_standard", title: "低保标准" }],
  retention: [{ code: "D30", title: "30年" }],
  services: [{ code: "social-security.dibao", title: "低保、边缘户申请" }],
  comparisons: ["same_name"],
  transforms: ["id_number"],
  functions: [{ name: "divide", words: "相除并舍入" }],
};
