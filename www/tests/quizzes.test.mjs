// The quizzes: converted from TOML, answered, and shown in a run.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { isRight, isSaid, missingIn, nameOf, shownOf, slipsIn } from "../src/learn/quiz/check.js";
import { createProgress } from "../src/learn/progress.js";
import { createRounds, END } from "../src/learn/quiz/rounds.js";
import { runNamed, sceneOf, toldOf, toldRun } from "../src/learn/quiz/run.js";
import { byTopic } from "../src/learn/quiz/summary.js";
import { QUIZZES } from "../src/core/library.js";
import { LANGUAGES } from "../tools/catalogues.mjs";
import { groupOfQuizzes, listOfQuizzes, questionOf, questionsOf, runOf, sectionIn, seenIn } from "../tools/quizzes.mjs";

const all = (/** @type {string} */ language) => QUIZZES.flatMap((name) => questionsOf(name, language));
const named = (/** @type {string} */ id) => all("en").find((question) => question.id === id) ?? assert.fail(id);

test("every question becomes one that the page can ask, the same in both languages", () => {
  const [english = [], french = []] = LANGUAGES.map(all);
  assert.ok(english.length >= 48);
  const shape = (/** @type {import("../tools/quizzes.mjs").Question} */ { id, kind, topic, choices, slips, seen }) =>
    ({ id, kind, topic, seen, choices: choices.map(({ right, wrong }) => [right, wrong]), slips: slips.map(({ wrong }) => wrong) });
  assert.deepEqual(english.map(shape), french.map(shape));
  for (const question of [...english, ...french]) {
    assert.match(question.topic, /^\d(\.\d)*$/, question.id);
    assert.ok(question.kind === "text" ? question.accepts.length > 0 && question.choices.length === 0 : question.choices.some(({ right }) => right), question.id);
    for (const slip of [...question.slips, ...question.choices.filter(({ right }) => !right)]) assert.ok(slip.why.length > 10, `${question.id}: ${slip.words}`);
  }
});

test("a right answer stands where the file says; several stand mixed, and always the same", () => {
  const found = { id: "q", type: "MultipleChoice", prompt: { prompt: "?", distractors: ["a", "b"], answerIndex: 1 }, answer: { answer: "c" }, context: "§5.2", misconceptions: ["A", "B"], "no-run": "none." };
  assert.deepEqual(questionOf(found).choices.map(({ words }) => words), ["a", "c", "b"]);
  const many = { ...found, prompt: { prompt: "?", distractors: ["a", "b"] }, answer: { answer: ["c", "d"] } };
  assert.deepEqual(questionOf(many).choices.map(({ words }) => words), questionOf(many).choices.map(({ words }) => words));
  assert.equal(questionOf(many).kind, "many");
  assert.throws(() => questionOf({ ...found, type: "Tracing" }), /q: the page shows no question of the type Tracing/);
});

test("a section of the thesis is none of the paper's", () => {
  assert.equal(sectionIn("Pre-vote avoids that (thesis, §9.6)."), "");
  assert.equal(sectionIn("Pre-vote (thèse, §9.6), et le journal (§5.4.1)."), "5.4.1");
});

test("the list of lessons ends with the quizzes, and the page knows them", () => {
  assert.deepEqual(listOfQuizzes().quizzes.map(({ id }) => id), QUIZZES);
  for (const language of LANGUAGES) {
    const { lessons } = groupOfQuizzes(language);
    assert.deepEqual(lessons.map(({ id, questions }) => [id, questions.length]), [["quiz-chapter", 24], ["quiz-beyond", 24]]);
    for (const { title, about } of lessons) assert.ok(title.length > 3 && about.length > 3);
  }
});

test("an answer is right or not, and shows its misconceptions", () => {
  const five = named("nodes-that-may-fail"), durable = named("what-must-be-durable"), four = named("three-or-four");
  for (const said of ["2", " 2. ", "Two"]) assert.ok(isRight(five, [said]), said);
  assert.ok(!isRight(five, ["3"]) && slipsIn(five, ["3"])[0]?.why.startsWith("Two nodes would be left"));
  assert.deepEqual(slipsIn(five, ["17"]), []);
  assert.ok(!isSaid([""]) && !isSaid([" "]) && !isSaid([]) && isSaid(["0"]));

  const names = four.choices.map((choice) => nameOf(four, choice));
  assert.deepEqual(names, ["wrong 1", "right 1", "wrong 2", "wrong 3"]);
  assert.ok(isRight(four, ["right 1"]) && !isRight(four, ["wrong 2"]));
  assert.deepEqual(slipsIn(four, ["wrong 2"]).map(({ wrong }) => wrong), [2]);

  assert.ok(isRight(durable, ["right 3", "right 1", "right 2"]));
  assert.ok(!isRight(durable, ["right 1", "right 2"]) && !isRight(durable, ["right 1", "right 2", "right 3", "wrong 1"]));
  assert.equal(missingIn(durable, ["right 1", "wrong 1"]).length, 2);
});

test("every run is told where it shows an answer, and its name is a scene", () => {
  for (const question of all("en")) {
    if (question.seen.length === 0) continue;
    const script = runOf(question.id);
    assert.deepEqual(seenIn(script), question.seen);
    assert.equal(question.seen[0], 0, `${question.id} shows the right answer`);
    for (const wrong of question.seen) {
      const scene = sceneOf(question.id, wrong), told = toldRun(script, wrong, "En “says” \"so\".", "Fr.");
      assert.match(scene, /^[a-z0-9-]{1,40}$/);
      assert.deepEqual(runNamed(scene), { id: question.id, wrong });
      const lines = told.split("\n"), at = lines.findIndex((line) => line.startsWith("say en "));
      assert.equal(lines[at], 'say en "En “says” \\"so\\"." fr "Fr."');
      assert.match(lines[at - 1] ?? "", /^(?:expect|run until)/);
      assert.deepEqual(lines.toSpliced(at, 1), script.split("\n"));
      assert.ok(toldOf(question, wrong).length > 10, scene);
    }
    assert.equal(shownOf(question, 9), 0);
  }
  assert.equal(toldRun("raftarium 1\n", 0, "", ""), "raftarium 1\n");
  assert.equal(runNamed("quiz-chapter"), null);
  assert.ok(all("en").every(({ id, seen }) => seen.length > 0 === existsSync(new URL(`../lessons/quiz/runs/${id}.raft`, import.meta.url))));
});

test("a round leads from question to question, and then to those that were wrong", () => {
  const progress = createProgress({ lessons: {}, answers: {}, last: null, left: 0 });
  const rounds = createRounds(progress, isRight), questions = questionsOf("chapter", "en");
  const ids = questions.map(({ id }) => id);
  assert.equal(rounds.goTo("chapter", null, questions), ids[0]);
  rounds.say(ids[0] ?? "", ["3"]);
  assert.deepEqual(rounds.said(ids[0] ?? ""), ["3"]);
  assert.equal(rounds.check(questions[0] ?? assert.fail()), false);
  rounds.say(ids[1] ?? "", ["right 1"]);
  assert.equal(rounds.check(questions[1] ?? assert.fail()), true);
  assert.deepEqual([0, 1, 2].map((i) => rounds.standing(ids[i] ?? "")), ["wrong", "right", null]);
  assert.deepEqual(progress.answer(ids[0] ?? ""), { right: false, said: ["3"] });
  // The place is kept; an unknown question leads to it too.
  assert.equal(rounds.goTo("chapter", "no-such-question", questions), ids[0]);

  assert.equal(rounds.begin("chapter", questions, true), ids[0]);
  assert.deepEqual(rounds.of("chapter", questions).map(({ id }) => id), [ids[0]]);
  assert.equal(rounds.standing(ids[0] ?? ""), null);
  // The wrong answer counts until the question is answered again.
  assert.equal(progress.answer(ids[0] ?? "")?.right, false);
  assert.equal(rounds.goTo("chapter", END, questions), END);
  assert.equal(rounds.goTo("chapter", ids[5] ?? "", questions), ids[5]);
  assert.equal(rounds.of("chapter", questions).length, questions.length);
  assert.deepEqual([...byTopic(questions).keys()].slice(0, 3), ["2", "5.1", "5.2"]);
});

test("a file of progress is taken question by question, or refused in words", () => {
  const progress = createProgress({ lessons: {}, answers: {}, last: null, left: 0 });
  progress.answered("three-or-four", { right: false, said: ["wrong 2"] });
  const file = progress.text();
  assert.deepEqual(JSON.parse(file).answers, { "three-or-four": { right: false, said: ["wrong 2"] } });
  progress.forget();
  assert.equal(progress.answer("three-or-four"), null);
  assert.deepEqual(progress.take(file), { note: "note-progress-taken" });
  assert.deepEqual(progress.answer("three-or-four"), { right: false, said: ["wrong 2"] });

  for (const bad of ["", "{", "[]", "null", "7", "{\"version\":0}", "{\"version\":1,\"answers\":[1]}", "{\"version\":1,\"lessons\":\"no\"}",
    JSON.stringify({ version: 1, answers: { "<b>": { right: true, said: [] } } }), JSON.stringify({ version: 1, answers: { one: true } })]) {
    assert.deepEqual(progress.take(bad), { note: "note-progress-wrong" }, bad);
  }
  assert.deepEqual(progress.take("{\"version\":2}"), { note: "note-progress-newer" });
  const partly = { version: 1, answers: { one: { right: true, said: ["right 1"] }, two: { right: "yes", said: [] }, three: { right: true, said: ["x".repeat(101)] } } };
  assert.deepEqual(progress.take(JSON.stringify(partly)), { note: "note-progress-partly", n: 2 });
  assert.equal(progress.answer("three-or-four"), null);
});
