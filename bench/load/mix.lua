-- What visitors ask for, in parts of a hundred. The same order in every run.
local function get(path) return wrk.format("GET", path) end

local mix, requests = {}, {}

function init()
  local basket = wrk.format("GET", "/cart", {["Cookie"] = "cart=waxed-twine:2,swedish-fid:1"})
  local into_basket = wrk.format("POST", "/cart", {["Content-Type"] = "application/x-www-form-urlencoded"},
                                 "handle=ditty-bag&quantity=1")
  mix = {
    {20, {get("/")}},
    {26, {get("/collections/all"), get("/collections/seconds"), get("/collections/tools"), get("/collections/bags")}},
    {32, {get("/products/waxed-twine"), get("/products/three-strand-line"), get("/products/splicing-board"),
          get("/products/rope-fender"), get("/products/bucket-bag"), get("/products/needle-roll")}},
    {10, {get("/blogs/journal/what-tar-does"), get("/blogs/journal/a-fender-from-old-rope"),
          get("/blogs/journal/canvas-that-breathes")}},
    {4, {get("/blogs/journal")}},
    {2, {get("/pages/shipping")}},
    {4, {basket}},
    {2, {into_basket}},
  }
  math.randomseed(5)
  for _ = 1, 4096 do
    local ticket = math.random(100)
    for _, part in ipairs(mix) do
      ticket = ticket - part[1]
      if ticket <= 0 then
        requests[#requests + 1] = part[2][math.random(#part[2])]
        break
      end
    end
  end
end

local turn = 0
function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- The whole distribution, so that several runs can be put together: microseconds and how often, on one line.
function done(summary, latency)
  local counts, order = {}, {}
  for i = 1, #latency do
    local value, count = latency(i)
    local rounded = value < 10000 and value or math.floor(value / 100) * 100
    if not counts[rounded] then order[#order + 1] = rounded end
    counts[rounded] = (counts[rounded] or 0) + count
  end
  local pairs_of = {}
  for _, value in ipairs(order) do pairs_of[#pairs_of + 1] = string.format("[%d,%d]", value, counts[value]) end
  local errors = summary.errors
  io.write(string.format('RESULT {"requests":%d,"microseconds":%d,"connect":%d,"read":%d,"write":%d,"status":%d,' ..
                         '"timeout":%d,"latency":[%s]}\n', summary.requests, summary.duration, errors.connect,
                         errors.read, errors.write, errors.status, errors.timeout, table.concat(pairs_of, ",")))
end
