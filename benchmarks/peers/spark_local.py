"""PySpark on this machine's cores (`local[*]`), DataFrame API; needs Java 17 or later.

Does less than this project: eight rules, each row named by the first that it breaks; nothing is stored, nobody is told.
The start of the JVM and of the session counts as start, not as work.
"""

import pyspark
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as f

from benchmarks.peers.task import SEGMENTS, Outcome, Work, main

SPARK = (
    SparkSession.builder.master("local[*]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.memory", "4g")
    .config("spark.sql.shuffle.partitions", "8")
    .config("spark.log.level", "ERROR")
    .getOrCreate()
)


def judged(given: Work) -> DataFrame:
    """Typed rows, and the first rule that each breaks."""
    cells = SPARK.read.csv([str(path) for path in given.files], sep=";", header=True)
    prefixes = f.broadcast(SPARK.read.csv(str(given.prefixes), header=True))

    def day(name: str, form: str = "dd/MM/yyyy") -> "pyspark.sql.Column":
        return f.to_date(f.try_to_timestamp(f.col(name), f.lit(form)))

    place = f.replace(f.coalesce("KODE_DESA", "KODE_KAB_KERJA"), f.lit("."), f.lit(""))
    typed = cells.select(
        "NIK",
        "KPJ",
        "SEGMEN",
        day("TANGGAL_KEPESERTAAN").alias("registered_on"),
        day("BLTH_AKHIR", "MM-yyyy").alias("last_paid"),
        day("TANGGAL_AKHIR").alias("ends_on"),
        day("TANGGAL_NONAKTIF").alias("ended_on"),
        f.col("JUMLAH_TK").try_cast("int").alias("heads"),
        f.substring(f.coalesce(f.col("NIK"), place), 1, 4).alias("prefix"),
    ).join(prefixes, on="prefix", how="left")
    nik, segment, heads = f.col("NIK"), f.col("SEGMEN"), f.col("heads")
    no_nik, linked = nik.isNull(), segment != "JAKON"
    registered = f.col("registered_on")
    broken = (
        f.when(segment.isNull() | ~segment.isin(*SEGMENTS), "segment_unknown")
        .when(no_nik & linked, "nik_missing")
        .when(~no_nik & (~nik.rlike("^[0-9]{16}$") | f.col("regency").isNull()), "nik_invalid")
        .when(f.col("KPJ").isNull() & linked, "kpj_missing")
        .when(registered.isNull() | (registered > f.lit(given.as_of)), "registered_on_invalid")
        .when(f.col("last_paid").isNull() & f.col("ends_on").isNull(), "period_missing")
        .when((f.coalesce(heads, f.lit(0)) < 1) | (~no_nik & (heads > 1)), "head_count_invalid")
        .when(no_nik & f.col("regency").isNull(), "heads_unplaced")
    )
    return typed.withColumn("broken", broken)


def work(given: Work) -> Outcome:
    """Judge once (kept in memory), then count."""
    rows = (
        judged(given).select("NIK", "SEGMEN", "regency", "last_paid", "ends_on", "ended_on", "heads", "broken").cache()
    )
    segment, ends = f.col("SEGMEN"), f.col("ends_on")
    counts = (
        f.when((segment == "JAKON") & ends.isNotNull(), ends >= f.lit(given.jakon_from))
        .when((segment == "PMI") & ends.isNotNull(), ends >= f.lit(given.pmi_from))
        .otherwise(f.col("last_paid") >= f.lit(given.paid_from))
    )
    going_on = f.col("ended_on").isNull() | (f.col("ended_on") > f.lit(given.as_of))
    active = rows.where(f.col("broken").isNull() & going_on & counts)
    people = (
        active.where(f.col("NIK").isNotNull()).groupBy("regency", "SEGMEN").agg(f.countDistinct("NIK").alias("active"))
    )
    heads = active.where(f.col("NIK").isNull()).groupBy("regency", "SEGMEN").agg(f.sum("heads").alias("active"))
    counted = people.union(heads).groupBy("regency", "SEGMEN").agg(f.sum("active")).collect()
    rejected = rows.where(f.col("broken").isNotNull()).groupBy("broken").count().collect()
    return Outcome([(one[0], one[1], int(one[2])) for one in counted], {one[0]: one[1] for one in rejected})


if __name__ == "__main__":
    main(work, versions={"pyspark": pyspark.__version__})
