namespace Sws.Grains.Log.Redis;

/// <summary>
/// What Redis does in one step. Of a stream there are three keys with one hash tag: a hash (e epoch, l last offset, t its
/// time, a age in ms, c cursor, g last offset of those that were lost, r the server's run id), the Redis stream (ids are offset-0; t time, b body), and a sorted set of producers'
/// numbers by offset. All expire by themselves, so that nothing has to be swept.
/// </summary>
internal static class RedisScripts
{
    // Times are strings throughout: Lua would write a number of 13 digits with an exponent.
    private const string TrimByAge = """
        local function trim(stream, oldest)
            while true do
                local entries = redis.call('XRANGE', stream, '-', '+', 'COUNT', 64)
                local expired = 0
                for i = 1, #entries do
                    if tonumber(entries[i][2][2]) >= oldest then break end
                    expired = i
                end
                if expired == 0 then return end
                for i = 1, expired do redis.call('XDEL', stream, entries[i][1]) end
                if expired < #entries then return end
            end
        end

        """;

    /// <summary>
    /// Keys: hash, stream, set. Arguments: epoch if the stream begins, time, messages kept, age ms, numbers kept, their
    /// life ms, life of the hash ms, epoch and offset that the caller knows, or nothing, offsets to skip on another server;
    /// then for each record its producer and number, or nothing, and its body. Returns the epoch, how many messages turned
    /// out to be lost, and for each record its offset, negative when it was stored before.
    /// </summary>
    /// <remarks>
    /// A server that was started anew, or promoted, may lack what another one acknowledged. Where the caller knows the
    /// stream, that shows. Of a stream whose callers do not, offsets are skipped: whoever has a message that was lost must
    /// not take a new one for it.
    /// </remarks>
    public const string Append = TrimByAge + """
        local head = redis.call('HMGET', KEYS[1], 'e', 'l', 't', 'r')
        local epoch, last, now = head[1], tonumber(head[2] or '0'), ARGV[2]
        if not epoch then
            epoch = ARGV[1]
            last = 0
            -- First: a Redis that is full refuses this, and a script that has written before it would not be refused.
            redis.call('HSET', KEYS[1], 'e', epoch)
            redis.call('DEL', KEYS[2], KEYS[3])
        elseif tonumber(head[3] or '0') > tonumber(now) then
            now = head[3]
        end
        local lost, first = 0, 11
        if ARGV[8] == epoch and last < tonumber(ARGV[9]) then
            lost = tonumber(ARGV[9]) - last
            last = last + lost
            redis.call('HSET', KEYS[1], 'g', string.format('%d', last))
        elseif ARGV[8] ~= '' and ARGV[8] ~= epoch then
            first = #ARGV + 1
        end
        if ARGV[10] ~= '0' then
            local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
            if head[4] and head[4] ~= run then last = last + tonumber(ARGV[10]) end
            redis.call('HSET', KEYS[1], 'r', run)
        end
        local result = { epoch, lost }
        for i = first, #ARGV, 2 do
            local seen = ARGV[i] ~= '' and redis.call('ZSCORE', KEYS[3], ARGV[i])
            if seen then
                result[#result + 1] = -tonumber(seen)
            else
                last = last + 1
                redis.call('XADD', KEYS[2], string.format('%d-0', last), 't', now, 'b', ARGV[i + 1])
                if ARGV[i] ~= '' then redis.call('ZADD', KEYS[3], last, ARGV[i]) end
                result[#result + 1] = last
            end
        end
        redis.call('HSET', KEYS[1], 'l', string.format('%d', last), 't', now, 'a', ARGV[4])
        redis.call('XTRIM', KEYS[2], 'MAXLEN', ARGV[3])
        trim(KEYS[2], tonumber(now) - tonumber(ARGV[4]))
        local numbers = redis.call('ZCARD', KEYS[3]) - tonumber(ARGV[5])
        if numbers > 0 then redis.call('ZREMRANGEBYRANK', KEYS[3], 0, numbers - 1) end
        redis.call('PEXPIRE', KEYS[2], ARGV[4])
        redis.call('PEXPIRE', KEYS[3], ARGV[6])
        redis.call('PEXPIRE', KEYS[1], ARGV[7])
        return result
        """;

    /// <summary>
    /// Keys: hash, stream. Arguments: time, offset to read behind, most messages, most bytes. Returns nothing when the
    /// stream has not begun, else epoch, last offset, first offset that is kept, last one that was lost, and offset and body of
    /// each message.
    /// </summary>
    public const string Read = TrimByAge + """
        local head = redis.call('HMGET', KEYS[1], 'e', 'l', 'a', 'g')
        if not head[1] then return false end
        trim(KEYS[2], tonumber(ARGV[1]) - tonumber(head[3]))
        local last = tonumber(head[2])
        local oldest = redis.call('XRANGE', KEYS[2], '-', '+', 'COUNT', 1)
        local first = oldest[1] and tonumber(string.match(oldest[1][1], '^%d+')) or last + 1
        local result = { head[1], last, first, tonumber(head[4] or '0') }
        local next, left, bytes = tonumber(ARGV[2]) + 1, tonumber(ARGV[3]), tonumber(ARGV[4])
        while left > 0 and bytes > 0 do
            local entries = redis.call('XRANGE', KEYS[2], string.format('%d-0', next), '+', 'COUNT', math.min(left, 16))
            if #entries == 0 then break end
            for i = 1, #entries do
                if bytes <= 0 then break end
                local offset = tonumber(string.match(entries[i][1], '^%d+'))
                result[#result + 1] = offset
                result[#result + 1] = entries[i][2][4]
                bytes = bytes - #entries[i][2][4]
                next = offset + 1
                left = left - 1
            end
        end
        return result
        """;

    /// <summary>Key: hash. Arguments: epoch, offset.</summary>
    public const string SetCursor = """
        if redis.call('HGET', KEYS[1], 'e') == ARGV[1] and tonumber(redis.call('HGET', KEYS[1], 'c') or '0') < tonumber(ARGV[2]) then
            redis.call('HSET', KEYS[1], 'c', ARGV[2])
        end
        """;
}
