"""What can go wrong with a SPARQL server: one entry a code, with what is wrong and what to do, in both languages."""

from __future__ import annotations

from typing import Final

from mmssc.problem import Text

__all__ = ["TEXTS"]

_LATER: Final = Text("check that the server is well, and try again", "请检查服务器状态后重试")
_QUERY_ADDRESS: Final = Text(
    "name the address of the query service itself, such as http://localhost:7878/query",
    "请给出查询服务本身的地址，例如 http://localhost:7878/query",
)
_ENVIRONMENT: Final = Text(
    "set MMSSC_ENDPOINT_USER and MMSSC_ENDPOINT_PASSWORD, or MMSSC_ENDPOINT_TOKEN, in the environment",
    "请设置环境变量 MMSSC_ENDPOINT_USER 和 MMSSC_ENDPOINT_PASSWORD，或 MMSSC_ENDPOINT_TOKEN",
)
_NARROW: Final = Text(
    "ask for less at a time, or raise the server's limit on rows", "请减少每次查询的数据量，或提高服务器的行数上限"
)
_TIME: Final = Text("narrow the query, or allow more time (--timeout)", "请缩小查询范围，或放宽时限（--timeout）")

TEXTS: Final[dict[str, tuple[Text, Text]]] = {
    # Before anything is sent.
    "not-http": (
        Text(
            "a SPARQL server is asked by http or https, not by this address", "SPARQL 服务器只能用 http 或 https 访问"
        ),
        _QUERY_ADDRESS,
    ),
    "credentials-in-url": (
        Text("the address holds a user name or a password", "地址中含有用户名或密码"),
        _ENVIRONMENT,
    ),
    "credentials-both": (
        Text("the environment holds a token, and a user name or password too", "环境变量中同时有令牌和用户名或密码"),
        Text("keep one of them", "请只保留其中一种"),
    ),
    "credentials-half": (
        Text("the environment lacks {missing}", "环境变量中缺少 {missing}"),
        Text("set both the user name and the password, or neither", "用户名和密码请同时设置，或都不设置"),
    ),
    "credentials-characters": (
        Text("{name} holds characters that cannot be sent", "{name} 含有无法发送的字符"),
        Text("set it again, without line breaks or blanks", "请重新设置，不要含换行或空白"),
    ),
    "query-form": (
        Text("this query cannot be sent here: {reason}", "此处不能发送该查询：{reason}"),
        Text("mend the query", "请修改查询"),
    ),
    # No connection.
    "unknown-host": (
        Text("there is no such host", "找不到该主机"),
        Text("check the name in the address, and the network", "请检查地址中的主机名和网络"),
    ),
    "refused": (
        Text("nothing listens at this address (connection refused)", "该地址没有服务（连接被拒绝）"),
        Text("check the port, and that the server runs", "请检查端口以及服务器是否在运行"),
    ),
    "unreachable": (Text("the server cannot be reached: {reason}", "无法连接服务器：{reason}"), _LATER),
    "tls": (
        Text("no secure connection: {reason}", "无法建立安全连接：{reason}"),
        Text("check the certificate of the server", "请检查服务器的证书"),
    ),
    "connect-timeout": (
        Text("no connection within {seconds} s", "{seconds} 秒内未能建立连接"),
        Text("check the address and the network", "请检查地址和网络"),
    ),
    "timeout": (Text("no whole answer within {seconds} s", "{seconds} 秒内未收到完整应答"), _TIME),
    "protocol": (Text("the server does not speak HTTP: {reason}", "服务器的应答不是 HTTP：{reason}"), _QUERY_ADDRESS),
    # Redirects.
    "redirect": (
        Text("the server sends us elsewhere, to {target}", "服务器要求转到其他地址：{target}"),
        Text("name that address if you trust it", "如果信任该地址，请直接使用它"),
    ),
    "redirects": (Text("the server sends us round in circles", "服务器反复重定向"), _QUERY_ADDRESS),
    # An answer that says no.
    "unauthorized": (
        Text("the server asks for other credentials ({status}): {reason}", "服务器要求有效凭据（{status}）：{reason}"),
        _ENVIRONMENT,
    ),
    "forbidden": (
        Text("the server forbids this ({status}): {reason}", "服务器拒绝访问（{status}）：{reason}"),
        Text("ask with other credentials, or another server", "请更换凭据或服务器"),
    ),
    "not-found": (
        Text("there is no SPARQL service at this address ({status})", "该地址没有 SPARQL 服务（{status}）"),
        _QUERY_ADDRESS,
    ),
    "query-refused": (
        Text("the server refuses the query: {reason}", "服务器拒绝该查询：{reason}"),
        Text("mend the query", "请修改查询"),
    ),
    "busy": (
        Text("the server is busy ({status}): {reason}", "服务器繁忙（{status}）：{reason}"),
        Text("try again later, or allow more time (--timeout)", "请稍后重试，或放宽时限（--timeout）"),
    ),
    "server-error": (
        Text("the server failed ({status}): {reason}", "服务器出错（{status}）：{reason}"),
        _LATER,
    ),
    "status": (
        Text("the server answers with status {status}: {reason}", "服务器返回状态 {status}：{reason}"),
        _QUERY_ADDRESS,
    ),
    # An answer that says yes and is none.
    "web-page": (Text("the answer is a web page, not SPARQL results", "应答是网页，而不是查询结果"), _QUERY_ADDRESS),
    "wrong-type": (
        Text("the answer is {kind}, not {wanted}: {reason}", "应答是 {kind}，而不是 {wanted}：{reason}"),
        _QUERY_ADDRESS,
    ),
    "error-in-answer": (
        Text("the answer says 200 and holds an error: {reason}", "应答状态为 200，内容却是错误：{reason}"),
        Text("mend the query, or try again", "请修改查询或重试"),
    ),
    "not-results": (
        Text("the answer is cut off or is no SPARQL result: {reason}", "应答不完整或不是查询结果：{reason}"),
        _LATER,
    ),
    "cut-off": (
        Text("the answer was cut off after {received} bytes", "应答在 {received} 字节后中断"),
        _LATER,
    ),
    "endless": (
        Text("the answer does not say where it ends, so that it may be cut off", "应答没有标明结尾，可能不完整"),
        Text("ask for rows (SELECT) or make a graph (CONSTRUCT)", "请改用 SELECT 或 CONSTRUCT 查询"),
    ),
    "too-large": (
        Text("the answer is larger than {most} bytes", "应答超过 {most} 字节"),
        Text("ask for less", "请缩小查询范围"),
    ),
    "encoded": (
        Text("the answer is encoded ({encoding}), which was not asked for", "应答使用了未请求的编码（{encoding}）"),
        Text("check the server or the proxy in front of it", "请检查服务器或其前面的代理"),
    ),
    # An answer that is not whole.
    "partial": (
        Text("the server says that its answer is not whole: {reason}", "服务器说明结果不完整：{reason}"),
        _TIME,
    ),
    "short": (
        Text(
            "the server holds rows back: {received} came of {counted}, and paging does not bring the rest",
            "服务器隐去了部分结果：共 {counted} 行，只收到 {received} 行，分页也无法取得其余",
        ),
        _NARROW,
    ),
    "changed": (
        Text(
            "the data changed while being read: {received} rows came, and {counted} were counted",
            "读取期间数据发生了变化：收到 {received} 行，计数为 {counted} 行",
        ),
        Text("try again when nobody writes", "请在没有写入时重试"),
    ),
    "mixed": (
        Text(
            "the pages do not make up the answer: {received} different rows came of {counted}",
            "分页结果与完整结果不符：共 {counted} 个不同的行，只收到 {received} 个",
        ),
        _NARROW,
    ),
    "blank-nodes": (
        Text(
            "the server holds rows back, and rows with blank nodes cannot be read page by page: "
            "the same label may mean another node in the next answer",
            "服务器隐去了部分结果，而含空白节点的行不能分页读取：同一标签在下一个应答中可能指别的节点",
        ),
        _NARROW,
    ),
}
"""Code → what is wrong, what to do. The parts in braces are filled in."""
