// Uses the page as a person would: opens it, drops a reply into it, presses “Fix everything”, and keeps a picture of what it shows.
// usage: node demo.mjs PAGE REPLY PICTURE; prints what the page says before and after
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [file, reply, picture] = process.argv.slice(2);
const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", request => /^(?:file|data|blob|about):/.test(request.url()) || asked.push(request.url()));
  await page.setViewport({ width: 1100, height: 800 });
  await page.goto(pathToFileURL(file).href);
  await page.waitForFunction(() => document.documentElement.dataset.progress === "ready", { timeout: 120_000 });
  await page.click("#go-check");
  await (await page.$("#file")).uploadFile(reply);
  const verdict = async () => {
    await page.waitForSelector("#check .verdict");
    return page.$eval("#check .verdict strong", one => one.textContent);
  };
  console.log(`The page says: ${await verdict()}`);
  await page.screenshot({ path: picture });
  const all = await page.$("#check #panel button.main");
  if (all) {
    await all.click();
    await page.waitForSelector("#check .changes, #check [id^=blank], #check form", { timeout: 30_000 }).catch(() => null);
    console.log(`“${await all.evaluate(one => one.textContent)}” leaves: ${await verdict()}`);
  }
  console.log(`Network requests: ${asked.length}`);
  if (asked.length) process.exitCode = 1;
} finally {
  await browser.close();
}
