-- Asks for the addresses of a file, one after the other, each with its ETag where it has one, and prints JSON.
local requests, threads, after = {}, {}, 0

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  not_modified = 0
  for line in io.lines(args[1]) do
    local path, tag = line:match("^(.-)\t(.*)$")
    local headers = {}
    if tag ~= "" then headers["If-None-Match"] = tag end
    table.insert(requests, wrk.format("GET", path, headers))
  end
end

function request()
  after = after % #requests + 1
  return requests[after]
end

function response(status)
  if status == 304 then not_modified = not_modified + 1 end
end

function done(summary, latency)
  local seen = 0
  for _, thread in ipairs(threads) do seen = seen + thread:get("not_modified") end
  local wrong = summary.errors
  local faults = wrong.status + wrong.timeout + wrong.connect + wrong.read + wrong.write
  print(string.format(
    '{"requests": %d, "rate": %.1f, "p50": %.2f, "p95": %.2f, "p99": %.2f, "not_modified": %d, "faults": %d}',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3,
    latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, seen, faults))
end
