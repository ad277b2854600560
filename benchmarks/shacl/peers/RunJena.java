// Validate with Apache Jena SHACL: java -cp 'lib/*' RunJena.java DATA SHAPES REPORT; prints version and seconds a phase as JSON.

import java.io.FileOutputStream;
import java.io.OutputStream;
import org.apache.jena.graph.Graph;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;
import org.apache.jena.shacl.ValidationReport;
import org.apache.jena.sys.JenaSystem;

public class RunJena {
    public static void main(String[] files) throws Exception {
        JenaSystem.init();
        long started = System.nanoTime();
        Graph data = RDFDataMgr.loadGraph(files[0], Lang.NTRIPLES);
        Graph shapes = RDFDataMgr.loadGraph(files[1], Lang.NTRIPLES);
        long parsed = System.nanoTime();
        ValidationReport report = ShaclValidator.get().validate(Shapes.parse(shapes), data);
        long validated = System.nanoTime();
        try (OutputStream out = new FileOutputStream(files[2])) {
            RDFDataMgr.write(out, report.getGraph(), Lang.NTRIPLES);
        }
        System.out.printf(
            java.util.Locale.ROOT,
            "{\"version\": \"%s\", \"parse\": %.6f, \"validate\": %.6f}%n",
            Graph.class.getPackage().getImplementationVersion(), (parsed - started) / 1e9, (validated - parsed) / 1e9);
    }
}
