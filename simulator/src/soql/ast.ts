/** Every node keeps `at`, its character offset in the query text, for error texts. */
export interface FieldPath {
  kind: 'field';
  path: string;
  at: number;
}

export interface FunctionCall {
  kind: 'call';
  /** Upper case. */
  name: string;
  /** As written, for display. */
  text: string;
  argument: Expression;
  at: number;
}

/** `DISTANCE(field, GEOLOCATION(…), 'mi')`; parsed, not evaluated. */
export interface Distance {
  kind: 'distance';
  at: number;
}

export type Expression = FieldPath | FunctionCall | Distance;

export interface Alias {
  name: string;
  at: number;
}

export interface TypeofItem {
  kind: 'typeof';
  relationship: string;
  whens: { object: string; at: number; fields: FieldPath[] }[];
  otherwise: FieldPath[] | null;
  at: number;
}

export type SelectItem =
  | { kind: 'expression'; expression: Expression; alias: Alias | null }
  | { kind: 'subquery'; query: Query; at: number }
  | TypeofItem;

export type Literal =
  | { kind: 'string'; value: string; raw: string; at: number }
  | { kind: 'number' | 'currency'; value: number; at: number; text: string }
  | { kind: 'boolean'; value: boolean; at: number }
  | { kind: 'null'; at: number }
  | { kind: 'date' | 'datetime' | 'time'; text: string; at: number }
  | { kind: 'dateLiteral'; name: string; n: number | null; at: number };

export type ComparisonOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

export type Condition =
  | { kind: 'and' | 'or'; terms: Condition[]; at: number }
  | { kind: 'not'; term: Condition; at: number }
  | { kind: 'comparison'; left: Expression; operator: ComparisonOperator; value: Literal; at: number }
  | { kind: 'in'; left: Expression; negated: boolean; values: Literal[]; at: number }
  | { kind: 'semijoin'; left: Expression; negated: boolean; query: Query; at: number }
  | { kind: 'includes'; left: Expression; negated: boolean; values: Literal[]; at: number };

export interface OrderItem {
  expression: Expression;
  descending: boolean;
  nulls: 'first' | 'last';
}

export interface From {
  object: string;
  at: number;
  alias: string | null;
}

export interface Query {
  select: SelectItem[];
  /** `SELECT COUNT()`. */
  countOnly: boolean;
  /** The first names the object; the others alias relationship paths of it. */
  from: From[];
  scope: { name: string; at: number } | null;
  where: Condition | null;
  /** Upper-case words after WITH, e.g. `USER_MODE`, `DATA CATEGORY`. */
  with: { name: string; at: number }[];
  group: { mode: 'plain' | 'rollup' | 'cube'; by: Expression[] } | null;
  having: Condition | null;
  order: OrderItem[];
  limit: { value: number; at: number } | null;
  offset: { value: number; at: number } | null;
  /** Offset of `ALL ROWS`. */
  allRows: number | null;
  /** Offset of `UPDATE TRACKING` or `UPDATE VIEWSTAT`. */
  update: number | null;
  at: number;
}
