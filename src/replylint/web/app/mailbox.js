// Reads and writes the automatic reply of the person who signed in, at Microsoft Graph or Gmail.
//
// Graph v1.0: "Get user mailbox settings", "Update user mailbox settings", "Microsoft Graph error responses and resource types".
// Gmail v1: users.settings.getVacation, updateVacation and sendAs.list, "Resolve errors".

/**
 * @typedef {import("./oauth.js").Name} Name
 * @typedef {import("./oauth.js").Service} Service
 * @typedef {import("./oauth.js").Session} Session
 * @typedef {import("./oauth.js").Problem} Problem
 * @typedef {{settings: any}} Read
 */

/** Reasons of Gmail for a 403 that are over after a while. */
const TOO_MUCH = new Set(["rateLimitExceeded", "userRateLimitExceeded", "dailyLimitExceeded", "quotaExceeded"]);
const OUTLOOK = ["status", "externalAudience", "internalReplyMessage", "externalReplyMessage"];
const OUTLOOK_TIMES = ["scheduledStartDateTime", "scheduledEndDateTime"];
const GMAIL = ["enableAutoReply", "responseSubject", "responseBodyPlainText", "responseBodyHtml", "restrictToContacts", "restrictToDomain", "startTime", "endTime"];

/**
 * Read the present settings.
 * @param {Name} name
 * @param {Service} service
 * @param {Session} session
 * @returns {Promise<Read | Problem>}
 */
export async function readSettings(name, service, session) {
  const told = await send(addressOf(name, service), session);
  if ("problem" in told) return told;
  const isThere = name === "outlook" ? told.content?.automaticRepliesSetting : told.content;
  return isThere && typeof isThere === "object" ? { settings: told.content } : { problem: "busy" };
}

/**
 * Write settings. Graph changes what it is given; Gmail replaces the whole.
 * @param {Name} name
 * @param {Service} service
 * @param {Session} session
 * @param {any} settings
 * @returns {Promise<Problem | null>}
 */
export async function writeSettings(name, service, session, settings) {
  const told = await send(addressOf(name, service), session, name === "outlook" ? "PATCH" : "PUT", settings);
  return "problem" in told ? told : null;
}

/**
 * Return whose mailbox it is, or an empty text if the service does not say so.
 * @param {Name} name
 * @param {Service} service
 * @param {Session} session
 */
export async function ownerOf(name, service, session) {
  if (session.who || name === "outlook") return session.who;
  const told = await send(`${service.api}/sendAs`, session);
  const own = "problem" in told || !Array.isArray(told.content?.sendAs) ? null : told.content.sendAs.find((/** @type {any} */ one) => one?.isPrimary);
  return String(own?.sendAsEmail ?? "");
}

/**
 * Return settings that were read as they are written back to undo a change. A schedule that is over cannot be set again, so that is off.
 * @param {Name} name
 * @param {any} settings
 */
export function toPutBack(name, settings) {
  if (name === "gmail") {
    const made = only(settings, GMAIL);
    if (made.endTime && Number(made.endTime) <= Date.now()) made.enableAutoReply = false;
    return { enableAutoReply: false, ...made };
  }
  const found = settings.automaticRepliesSetting;
  const made = only(found, OUTLOOK);
  const end = timeOf("outlook", settings, "end");
  if (!end || end > Date.now()) Object.assign(made, only(found, OUTLOOK_TIMES));
  else if (stateOf(name, settings) === "scheduled") made.status = "disabled";
  return { automaticRepliesSetting: made };
}

/**
 * Return when a reply begins or ends, in milliseconds; 0 if it does not, or if the zone is not known here.
 * @param {Name} name
 * @param {any} settings
 * @param {"start" | "end"} which
 */
export function timeOf(name, settings, which) {
  if (name === "gmail") return Number(settings[`${which}Time`] ?? 0) || 0;
  const { dateTime, timeZone } = settings.automaticRepliesSetting[OUTLOOK_TIMES[which === "start" ? 0 : 1]] ?? {};
  return /^(?:utc|etc\/utc|gmt)$/i.test(timeZone ?? "") ? Date.parse(`${String(dateTime).slice(0, 19)}Z`) || 0 : 0;
}

/**
 * Return whether a reply is on, now or on its days.
 * @param {Name} name
 * @param {any} settings
 * @returns {"off" | "on" | "scheduled"}
 */
export function stateOf(name, settings) {
  if (name === "gmail") return !settings.enableAutoReply ? "off" : timeOf(name, settings, "start") || timeOf(name, settings, "end") ? "scheduled" : "on";
  const status = String(settings.automaticRepliesSetting.status).toLowerCase();
  return status === "scheduled" ? "scheduled" : status === "alwaysenabled" ? "on" : "off";
}

/**
 * @param {Record<string, any>} from
 * @param {string[]} names
 */
function only(from, names) {
  return Object.fromEntries(names.filter(name => from[name] !== undefined && from[name] !== null).map(name => [name, from[name]]));
}

/** @param {Name} name @param {Service} service */
function addressOf(name, service) {
  return name === "gmail" ? `${service.api}/vacation` : service.api;
}

/**
 * @param {string} url
 * @param {Session} session
 * @param {string} [method]
 * @param {any} [body]
 * @returns {Promise<{content: any} | Problem>}
 */
async function send(url, session, method = "GET", body) {
  /** @type {Record<string, string>} */
  const headers = { Authorization: `Bearer ${session.token}` };
  if (body) headers["Content-Type"] = "application/json";
  let response;
  try {
    response = await fetch(url, { method, headers, body: body && JSON.stringify(body), credentials: "omit", cache: "no-store", redirect: "error" });
  } catch {
    return { problem: "network" };
  }
  const content = await response.json().catch(() => null);
  return response.ok ? { content } : problemIn(response, content?.error);
}

/**
 * @param {Response} response
 * @param {any} error
 * @returns {Problem}
 */
function problemIn(response, error) {
  const reason = String(error?.errors?.[0]?.reason ?? error?.code ?? "");
  const detail = `${response.status} ${reason} ${error?.message ?? ""}`.trim().slice(0, 300);
  const { status } = response;
  if (status === 429 || (status === 403 && TOO_MUCH.has(reason))) return { problem: "wait", wait: waitOf(response), detail };
  if (status >= 500) return { problem: "busy", wait: waitOf(response), detail };
  return { problem: { 401: "expired", 403: "forbidden", 404: "mailbox" }[status] ?? "rejected", detail };
}

/**
 * Return the seconds of Retry-After (RFC 9110, section 10.2.3); 0 if it is not there. Graph sends it, and does not let pages see it.
 * @param {Response} response
 */
function waitOf(response) {
  const given = response.headers.get("Retry-After") ?? "";
  const seconds = /^\d{1,6}$/.test(given) ? Number(given) : (Date.parse(given) - Date.now()) / 1000;
  return seconds > 0 ? Math.ceil(seconds) : 0;
}
