// Validate with shacl-engine: node run_shacl_engine.mjs HOME DATA SHAPES REPORT; prints version and seconds a phase as JSON.
// HOME is the folder in which npm installed it.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [home, dataFile, shapesFile, reportFile] = process.argv.slice(2)
const { Validator } = await import(pathToFileURL(join(home, 'node_modules/shacl-engine/index.js')))
const n3 = createRequire(join(home, 'package.json'))('n3')
const { version } = JSON.parse(readFileSync(join(home, 'node_modules/shacl-engine/package.json')))

const read = (file) => new n3.Store(new n3.Parser({ format: 'N-Triples' }).parse(readFileSync(file, 'utf8')))
const started = performance.now()
const data = read(dataFile)
const shapes = read(shapesFile)
const parsed = performance.now()
const factory = { ...n3.DataFactory, dataset: (quads) => new n3.Store(quads) }
const report = await new Validator(shapes, { factory }).validate({ dataset: data })
const results = report.dataset // built when it is first asked for
const validated = performance.now()
writeFileSync(reportFile, new n3.Writer({ format: 'N-Triples' }).quadsToString([...results]))
console.log(JSON.stringify({ version, parse: (parsed - started) / 1000, validate: (validated - parsed) / 1000 }))
