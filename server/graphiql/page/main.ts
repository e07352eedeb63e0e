import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const welcome = `# Sign in first; the cookie that comes with the answer is sent from then on.
mutation SignIn {
  signIn(email: "staff@accrue.test", password: "accrue-demo") {
    viewer { email isStaff }
  }
}

query Programs {
  programs(first: 5) {
    totalCount
    nodes { number name status startsOn provider { name } }
  }
}
`;

const root = document.getElementById("graphiql");
if (root)
  createRoot(root).render(
    createElement(GraphiQL, { fetcher: createGraphiQLFetcher({ url: "/graphql" }), defaultQuery: welcome }),
  );
