import { DefaultNamingStrategy } from "typeorm";
import { columnOf } from "../core/lists/sql.ts";

/** `firstName` in the code is `first_name` in the database. Constraints are named by hand, so that errors can be told apart. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined, prefixes: string[]): string {
    return columnOf([...prefixes, customName ?? propertyName].join("_"));
  }
  override joinColumnName(relationName: string, referencedColumnName: string): string {
    return columnOf(`${relationName}_${referencedColumnName}`);
  }
}
