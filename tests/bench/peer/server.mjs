/** The peer: takes a signal by HTTP, stores it, its case and its task in one transaction, pushes it to a phone, stores the receipt. */

import Database from "better-sqlite3";
import Fastify from "fastify";
import { randomUUID } from "node:crypto";
import { WebSocketServer } from "ws";

const [port, file] = process.argv.slice(2);
const database = new Database(file);
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
database.exec(`
  CREATE TABLE IF NOT EXISTS kase (id TEXT PRIMARY KEY, number TEXT UNIQUE, level TEXT, target TEXT, division TEXT, opened_at TEXT);
  CREATE TABLE IF NOT EXISTS signal (id INTEGER PRIMARY KEY, reference TEXT UNIQUE, kase TEXT REFERENCES kase, body TEXT);
  CREATE TABLE IF NOT EXISTS assignment (id INTEGER PRIMARY KEY, kase TEXT REFERENCES kase, member INTEGER, assigned_at TEXT, delivered_at TEXT);
`);
const insertCase = database.prepare("INSERT INTO kase VALUES (?, ?, ?, ?, ?, ?)");
const insertSignal = database.prepare("INSERT INTO signal (reference, kase, body) VALUES (?, ?, ?)");
const insertAssignment = database.prepare("INSERT INTO assignment (kase, member, assigned_at) VALUES (?, ?, ?)");
const markDelivered = database.prepare("UPDATE assignment SET delivered_at = ? WHERE id = ? AND delivered_at IS NULL");

/** Connected phones by member, the next one first; and what each has been told and not confirmed. */
const phones = new Map();
let count = 0;

const store = database.transaction((signal, member) => {
  const now = new Date().toISOString();
  const one = { id: randomUUID(), number: `P-${++count}`, level: signal.level, target: signal.target, opened_at: now };
  insertCase.run(one.id, one.number, one.level, JSON.stringify(signal.target), signal.target.division, now);
  insertSignal.run(signal.reference, one.id, JSON.stringify(signal));
  return [one, Number(insertAssignment.run(one.id, member, now).lastInsertRowid)];
});
const confirm = database.transaction((told, now) => told.forEach((one) => markDelivered.run(now, one.assignment)));

const target = {
  type: "object",
  required: ["phone", "division"],
  properties: { name: { type: "string" }, phone: { type: "string" }, address: { type: "string" }, division: { type: "string" } },
};
const signal = {
  type: "object",
  required: ["reference", "fraud_type", "level", "target"],
  properties: { reference: { type: "string", maxLength: 64 }, fraud_type: { type: "string" }, level: { type: "string" }, target },
};
const schema = { body: { oneOf: [signal, { type: "array", items: signal }] } };

const app = Fastify({ bodyLimit: 12 * 1024 * 1024 });
app.post("/api/signals/", { schema }, async (request) => {
  const signals = Array.isArray(request.body) ? request.body : [request.body];
  return { results: signals.map(take) };
});

function take(signal) {
  const [member, phone] = phones.entries().next().value;
  phones.delete(member);
  phones.set(member, phone);
  const [one, assignment] = store(signal, member);
  phone.told.push({ assignment, case: one.id });
  tell(phone.socket, [event("assigned", one.id, assignment, member)], [one]);
  return { reference: signal.reference, status: "accepted", case: one.number };
}

function event(kind, id, assignment, member) {
  return { kind, case: id, data: { assignment, member } };
}

function tell(socket, events, cases) {
  socket.send(JSON.stringify({ type: "news", cursors: {}, events, cases }));
}

const sockets = new WebSocketServer({ server: app.server, path: "/ws/live/", perMessageDeflate: false });
sockets.on("connection", (socket, request) => {
  const member = Number(request.headers.cookie.split("sessionid=")[1]);
  const phone = { socket, told: [] };
  socket.on("close", () => phones.get(member) === phone && phones.delete(member));
  socket.on("message", (text) => {
    const said = JSON.parse(text);
    if (said.type === "hello") {
      phones.set(member, phone);
      tell(socket, [], []);
    } else if (said.type === "ping") {
      socket.send('{"type":"pong"}');
    } else if (phone.told.length > 0) {
      const told = phone.told.splice(0);
      confirm(told, new Date().toISOString());
      tell(socket, told.map((one) => event("delivered", one.case, one.assignment, member)), []);
    }
  });
});

await app.listen({ port: Number(port), host: "127.0.0.1" });
