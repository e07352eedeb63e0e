import { createServer } from "node:http";
import pg from "pg";

/** The peer of `npm run bench -- programs`: the least that can answer with the same data. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 20 });

const sql = `SELECT json_build_object('totalCount', (SELECT count(*) FROM program), 'nodes', (
  SELECT json_agg(json_build_object('id', p.id, 'number', p.number, 'name', p.name, 'status', p.status,
    'startsOn', p.starts_on, 'endsOn', p.ends_on, 'submittedAt', p.submitted_at,
    'provider', json_build_object('id', v.id, 'number', v.number, 'name', v.name),
    'offerings', (SELECT json_agg(json_build_object('id', o.id, 'startsOn', o.starts_on, 'endsOn', o.ends_on,
      'timeZone', o.time_zone, 'format', o.format, 'place', o.place) ORDER BY o.starts_on, o.id)
      FROM offering o WHERE o.program_id = p.id)) ORDER BY p.created_at DESC, p.id)
  FROM (SELECT * FROM program ORDER BY created_at DESC NULLS LAST, id LIMIT 20) p
  JOIN provider v ON v.id = p.provider_id))::text AS body`;

const server = createServer(async (_req, res) => {
  const { rows } = await pool.query({ name: "programs", text: sql });
  res.writeHead(200, { "Content-Type": "application/json" }).end(rows[0].body);
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
