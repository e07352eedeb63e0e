import { Pagination } from "react-admin";

/** Twenty a page, as people know the list, or more. */
export const ListPages = () => <Pagination rowsPerPageOptions={[20, 50]} />;
