/**
 * The steps of the Redis store, in Lua: Redis runs each as a whole. Keys begin with ARGV[1], whose braces put them all into one
 * slot of a cluster:
 *
 * - `s:<id>` a hash of `record` (JSON), `used`, `until` and `sets`, the names of the sets that have the id, one a line: its groups too;
 * - `u:<subject>` and `g:<group>` sorted sets of ids by the time at which they end;
 * - `c:<id>` the JSON of a code, and `k:<slot>` the id of its code.
 */
const helpers = `
local p = ARGV[1]
local function lines(text) return string.gmatch(text, '[^\\n]+') end
local function drop(id)
  local key = p .. 's:' .. id
  local sets = redis.call('HGET', key, 'sets')
  if not sets then return false end
  for set in lines(sets) do redis.call('ZREM', p .. set, id) end
  redis.call('DEL', key)
  return true
end
local function add(set, id, ends)
  redis.call('ZADD', p .. set, ends, id)
  local last = redis.call('ZRANGE', p .. set, -1, -1, 'WITHSCORES')
  redis.call('PEXPIREAT', p .. set, last[2])
end
local function read(id)
  return redis.call('HMGET', p .. 's:' .. id, 'record', 'used', 'until', 'sets')
end
local function joined(sets, set)
  for each in lines(sets) do
    if each == set then return sets end
  end
  return sets .. '\\n' .. set
end
local function tell(ids)
  if #ids > 0 then redis.call('PUBLISH', p .. 'deleted', table.concat(ids, ' ')) end
end
local function dropAll(ids, except)
  local gone = {}
  for _, id in ipairs(ids) do
    if id ~= except and drop(id) then gone[#gone + 1] = id end
  end
  tell(gone)
  return #gone
end
`;

export const scripts = {
  /** ARGV: prefix, id. */
  getSession: `${helpers} return read(ARGV[2])`,
  /** ARGV: prefix, id, record, used, until, now, replaced id or '', sets one a line. */
  putSession: `${helpers}
    local key = p .. 's:' .. ARGV[2]
    local sets = ARGV[8]
    if ARGV[7] ~= '' then
      local former = redis.call('HGET', p .. 's:' .. ARGV[7], 'sets')
      if dropAll({ ARGV[7] }) == 0 then return 0 end
      if lines(former)() == lines(sets)() then
        for set in lines(former) do sets = joined(sets, set) end
      end
    end
    redis.call('DEL', key)
    redis.call('HSET', key, 'record', ARGV[3], 'used', ARGV[4], 'until', ARGV[5], 'sets', sets)
    redis.call('PEXPIREAT', key, ARGV[5])
    for set in lines(sets) do
      redis.call('ZREMRANGEBYSCORE', p .. set, '-inf', ARGV[6])
      add(set, ARGV[2], ARGV[5])
    end
    return 1`,
  /** ARGV: prefix, id, set. */
  joinSet: `${helpers}
    local key = p .. 's:' .. ARGV[2]
    local sets = redis.call('HGET', key, 'sets')
    if not sets then return 0 end
    redis.call('HSET', key, 'sets', joined(sets, ARGV[3]))
    add(ARGV[3], ARGV[2], redis.call('HGET', key, 'until'))
    return 1`,
  /** ARGV: prefix, id, used, until. */
  touchSession: `${helpers}
    local key = p .. 's:' .. ARGV[2]
    local sets = redis.call('HGET', key, 'sets')
    if not sets then return 0 end
    redis.call('HSET', key, 'used', ARGV[3], 'until', ARGV[4])
    redis.call('PEXPIREAT', key, ARGV[4])
    for set in lines(sets) do add(set, ARGV[2], ARGV[4]) end
    return 1`,
  /** ARGV: prefix, id. */
  deleteSession: `${helpers} return dropAll({ ARGV[2] })`,
  /** ARGV: prefix, set. */
  listSet: `${helpers}
    local found = {}
    for _, id in ipairs(redis.call('ZRANGE', p .. ARGV[2], 0, -1)) do
      local each = read(id)
      if each[1] then found[#found + 1] = each end
    end
    return found`,
  /** ARGV: prefix, set, id of the one that stays or ''. */
  deleteSet: `${helpers} return dropAll(redis.call('ZRANGE', p .. ARGV[2], 0, -1), ARGV[3])`,
  /** ARGV: prefix, id, slot, code, until. */
  putCode: `${helpers}
    local slot = p .. 'k:' .. ARGV[3]
    local former = redis.call('GET', slot)
    if former then redis.call('DEL', p .. 'c:' .. former) end
    redis.call('SET', p .. 'c:' .. ARGV[2], ARGV[4], 'PXAT', ARGV[5])
    redis.call('SET', slot, ARGV[2], 'PXAT', ARGV[5])`,
  /** ARGV: prefix, id. */
  takeCode: `${helpers} return redis.call('GETDEL', p .. 'c:' .. ARGV[2])`,
} as const;
