// The case on bpmn-engine, its state in a row; the lines that it answers are those of contestant.py.
//
// Run as `node on_bpmn_engine.mjs FOLDER CASE MODE` beside its node_modules. MODE `kept`: engines stay
// in memory and their state is written after each step. MODE `recovered`: the engine is recovered from
// its row before each step and stopped after it.
import { readFileSync } from "node:fs"
import { createInterface } from "node:readline"
import Database from "better-sqlite3"
import * as elements from "bpmn-elements"
import { Engine } from "bpmn-engine"
import { BpmnModdle } from "bpmn-moddle"
import { Serializer, TypeResolver } from "moddle-context-serializer"

const [folder, caseText, mode] = process.argv.slice(2)
const steps = JSON.parse(caseText)
const REPLY = "customer_reply"

const source = readFileSync(new URL("lifecycle.bpmn", import.meta.url), "utf8")
const sourceContext = Serializer(await new BpmnModdle().fromXML(source), TypeResolver({ ...elements }))

const db = new Database(`${folder}/cases.sqlite3`)
db.pragma("journal_mode = WAL")
db.pragma("synchronous = FULL")
db.exec(`CREATE TABLE IF NOT EXISTS cases (id INTEGER PRIMARY KEY, revision INTEGER NOT NULL,
  status TEXT NOT NULL, subject TEXT NOT NULL, description TEXT NOT NULL, state BLOB)`)
const insert = db.prepare(
  "INSERT INTO cases (revision, status, subject, description, state) VALUES (1, ?, ?, ?, ?)"
)
const select = db.prepare("SELECT revision, state FROM cases WHERE id = ?")
const update = db.prepare(
  "UPDATE cases SET revision = revision + 1, status = ?, state = ? WHERE id = ? AND revision = ?"
)
const count = db.prepare("SELECT count(*) AS closed FROM cases WHERE status = 'Closed'")

const live = new Map()

async function open() {
  const execution = await new Engine({ sourceContext }).execute()
  const state = JSON.stringify(execution.getState())
  const id = insert.run(status(execution), "Printer on fire", "It smokes. ".repeat(20), state).lastInsertRowid
  return put(String(id), execution)
}

async function step(id, what) {
  const { revision, state } = select.get(id)
  const execution = live.get(id) ?? (await recover(state))
  if (what === REPLY) {
    execution.signal({ id: "reply" })
  } else {
    choose(execution, what)
    waiting(execution).find((task) => task.type === "bpmn:UserTask").signal()
  }
  const changed = update.run(status(execution), JSON.stringify(execution.getState()), id, revision).changes
  if (changed !== 1) throw new Error(`case ${id} has moved on`)
  await put(id, execution)
}

function recover(state) {
  return new Engine({ sourceContext }).recover(JSON.parse(state)).resume()
}

// Keeps the engine or stops it: its timers would keep it alive.
async function put(id, execution) {
  const ended = status(execution) === "Closed"
  if (mode === "kept" && !ended) live.set(id, execution)
  else {
    live.delete(id)
    if (!ended) await execution.stop()
  }
  return id
}

// Which flow the gateway behind the task takes.
function choose(execution, what) {
  const variables = Object.fromEntries(steps.map((step) => [step, step === what]))
  for (const definition of execution.definitions)
    for (const bpmnProcess of definition.getProcesses()) bpmnProcess.environment.assignVariables(variables)
}

function waiting(execution) {
  return execution.getPostponed()
}

function status(execution) {
  return waiting(execution).find((element) => element.name)?.name ?? "Closed"
}

async function answer(line) {
  const [command, argument] = line.trim().split(" ")
  const middle = Math.floor(steps.length / 2)
  if (command === "run") {
    const [cpu, wall] = [process.cpuUsage(), performance.now()]
    for (let n = 0; n < Number(argument); n++) {
      const id = await open()
      for (const what of steps) await step(id, what)
    }
    const { user, system } = process.cpuUsage(cpu)
    return { cpu: (user + system) / 1e6, wall: (performance.now() - wall) / 1e3 }
  }
  if (command === "begin") {
    const id = await open()
    for (const what of steps.slice(0, middle)) await step(id, what)
    return { id }
  }
  if (command === "finish") {
    for (const what of steps.slice(middle)) await step(argument, what)
    return {}
  }
  return count.get()
}

for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await answer(line)))
process.exit(0)
