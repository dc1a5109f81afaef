//! One call of mackerel_client and, as JSON, what it made of the answer:
//!
//!     client <base URL> <call> [argument ...]

use std::env;
use std::process::exit;
use std::time::SystemTime;

use mackerel_client::alert::{AlertId, AlertStatus};
use mackerel_client::check_report::{CheckReport, CheckSource};
use mackerel_client::error::Result;
use mackerel_client::Client;
use serde_json::{json, Value};

async fn call(client: &Client, name: &str, arguments: &[String]) -> Result<Value> {
    let argument = |place: usize| arguments[place].as_str();
    Ok(match name {
        "alerts" => page(client.list_open_alerts(None::<AlertId>, 100).await?),
        "alerts after" => page(client.list_open_alerts(Some(argument(0)), 1).await?),
        "all alerts" => page(client.list_all_alerts(None::<AlertId>, 100).await?),
        "two alerts" => page(client.list_all_alerts(None::<AlertId>, 2).await?),
        "alert" => json!(client.get_alert(argument(0)).await?),
        "close" => json!(client.close_alert(argument(0), argument(1)).await?),
        "memo" => json!(client.update_alert(argument(0), argument(1)).await?),
        "report" => json!(client.create_check_report([report(arguments)]).await?),
        "monitors" => json!(client.list_monitors().await?),
        "hosts" => json!(
            client
                .list_hosts(mackerel_client::host::ListHostsParams::default())
                .await?
        ),
        "host" => json!(client.get_host(argument(0)).await?),
        _ => panic!("unknown call: {name}"),
    })
}

fn page((alerts, next_id): (Vec<mackerel_client::alert::Alert>, Option<AlertId>)) -> Value {
    json!({"alerts": alerts, "nextId": next_id})
}

fn report(arguments: &[String]) -> CheckReport {
    CheckReport::builder()
        .source(CheckSource::Host {
            host_id: arguments[0].as_str().into(),
        })
        .name(arguments[1].as_str())
        .status(arguments[2].parse::<AlertStatus>().expect("a status"))
        .message(arguments[3].as_str())
        .occurred_at(SystemTime::now())
        .build()
}

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let key = env::var("MACKEREL_APIKEY").expect("MACKEREL_APIKEY");
    let client = Client::builder()
        .api_key(key)
        .api_base(&arguments[1])
        .build();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    match runtime.block_on(call(&client, &arguments[2], &arguments[3..])) {
        Ok(answer) => println!("{answer}"),
        Err(error) => {
            eprintln!("{error}");
            exit(1)
        }
    }
}
