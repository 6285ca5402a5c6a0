/** The shapes of imports on the wire, taken from the server's schema. */

import type { components } from "../core/schema";

type Schemas = components["schemas"];

export type ImportLine = Schemas["ImportLine"];
export type ImportView = Schemas["ImportView"];
export type ImportList = Schemas["ImportList"];
export type ImportState = ImportLine["state"];
export type Column = Schemas["ColumnView"];
export type Counts = Schemas["Counts"];
export type Field = Schemas["FieldView"];
export type RowFault = Schemas["RowFault"];
export type RowView = Schemas["RowView"];
